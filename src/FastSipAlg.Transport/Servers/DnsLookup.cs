// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace FastSipAlg.Transport.Servers;

/// <summary>What DNS said. Empty without a failure: there is nothing of the kind.</summary>
/// <param name="Records">Bounded: who answers is a peer, too.</param>
/// <param name="TimeToLive">The shortest of the records on the way.</param>
/// <param name="Failure">One sentence; null: it was answered.</param>
internal sealed record DnsAnswer<T>(IReadOnlyList<T> Records, TimeSpan TimeToLive, string? Failure);

/// <summary>Asks DNS servers. Never throws what they can cause. Called on the thread pool.</summary>
internal sealed class DnsLookup
{
    /// <summary>Records of one answer that count; a SIP server with more places than that has another balancer before it.</summary>
    private const int MaximumRecords = 64;

    /// <summary>resolv.conf's own default is 5 s twice; a phone waits meanwhile, once, after a start.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IPEndPoint> _servers;
    private LookupClient? _client;

    /// <param name="servers">None: the system's, of resolv.conf.</param>
    public DnsLookup(IReadOnlyList<IPEndPoint> servers)
    {
        _servers = servers;
    }

    /// <summary>Asks for what the machine's own files do not know: there are DNS servers that were configured.</summary>
    public bool HasOwnServers => _servers.Count > 0;

    public Task<DnsAnswer<SrvRecord>> ServicesAsync(string name) => AskAsync<SrvRecord>(name, QueryType.SRV);

    public Task<DnsAnswer<NAPtrRecord>> PointersAsync(string name) => AskAsync<NAPtrRecord>(name, QueryType.NAPTR);

    /// <summary>IPv4 addresses before IPv6 ones, each in the answer's order.</summary>
    public async Task<DnsAnswer<IPAddress>> AddressesAsync(string name)
    {
        var (v4, v6) = (AskAsync<ARecord>(name, QueryType.A), Socket.OSSupportsIPv6 ? AskAsync<AaaaRecord>(name, QueryType.AAAA) : null);
        var (first, second) = (await v4, v6 is null ? null : await v6);
        IPAddress[] addresses = [.. first.Records.Select(record => record.Address), .. second?.Records.Select(record => record.Address) ?? []];
        var lives = new[] { (first.Records.Count, first.TimeToLive), (second?.Records.Count ?? 0, second?.TimeToLive ?? default) };
        return addresses.Length > 0
            ? new DnsAnswer<IPAddress>(addresses, lives.Where(life => life.Item1 > 0).Min(life => life.Item2), null)
            : new DnsAnswer<IPAddress>([], TimeSpan.Zero, first.Failure ?? second?.Failure);
    }

    private async Task<DnsAnswer<T>> AskAsync<T>(string name, QueryType type)
        where T : DnsResourceRecord
    {
        try
        {
            _client ??= new LookupClient(Options());
            var response = await _client.QueryAsync(name, type);
            if (response.HasError && response.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain)
            {
                return new DnsAnswer<T>([], TimeSpan.Zero, $"{type} of {name}: {response.ErrorMessage}");
            }

            // Aliases on the way age, too.
            T[] records = [.. response.Answers.OfType<T>().Take(MaximumRecords)];
            return records.Length == 0
                ? new DnsAnswer<T>([], TimeSpan.Zero, null)
                : new DnsAnswer<T>(records, TimeSpan.FromSeconds(response.Answers.Min(record => Math.Max(record.InitialTimeToLive, 0))), null);
        }
        catch (Exception e) when (e is DnsResponseException or SocketException or ArgumentException or InvalidOperationException)
        {
            // Argument: there is no DNS server in resolv.conf, or the name is none that DNS could know.
            return new DnsAnswer<T>([], TimeSpan.Zero, $"{type} of {name}: {e.Message}");
        }
    }

    private LookupClientOptions Options()
    {
        var options = _servers.Count > 0 ? new LookupClientOptions([.. _servers]) : new LookupClientOptions();
        options.UseCache = false;
        options.Timeout = Timeout;
        options.Retries = 1;
        options.UseRandomNameServer = false;
        options.ContinueOnEmptyResponse = false;
        return options;
    }
}
