// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Servers;

/// <summary>What an address resolved to.</summary>
/// <param name="EndPoint">Where it listens.</param>
/// <param name="Priority">By SRV; 0 where there is none.</param>
/// <param name="Weight">By SRV; null where there is none.</param>
internal sealed record ResolvedTarget(IPEndPoint EndPoint, int Priority, int? Weight);

/// <summary>An address's targets and how long they count, or why there are none.</summary>
internal sealed record ResolvedAddress(IReadOnlyList<ResolvedTarget> Targets, TimeSpan TimeToLive, string? Failure)
{
    public static ResolvedAddress Failed(string failure) => new([], TimeSpan.Zero, failure);
}

/// <summary>
/// From a name to IP addresses and ports, as RFC 3263 §4 says for one transport, TLS or TCP: NAPTR, SRV, A and AAAA. The name that a certificate is verified against stays the one that was written (RFC 5922 §4):
/// nobody who answers for DNS chooses whom we trust.
/// </summary>
internal sealed class ServerResolver(NameResolution how, bool isPlain, DnsLookup dns)
{
    private readonly string _service = isPlain ? "_sip._tcp." : "_sips._tcp.";
    private readonly string _pointer = isPlain ? "SIP+D2T" : "SIPS+D2T";

    public async Task<ResolvedAddress> ResolveAsync(ServerAddress address)
    {
        // RFC 3263 §4.2: with a port there is nothing for SRV to say.
        if (how == NameResolution.Address || address.IsPortGiven)
        {
            return await ByAddressAsync(address);
        }

        var service = new ServiceName(_service + address.Host, TimeSpan.MaxValue);
        if (how == NameResolution.Naptr)
        {
            service = await ByPointerAsync(address.Host) ?? service;
        }

        var answer = await dns.ServicesAsync(service.Name);
        if (answer.Records.Count == 0)
        {
            // Where SRV cannot even be asked for, A and AAAA are worth a try: an operator may have no more.
            var plain = await ByAddressAsync(address);
            return plain.Failure is null || answer.Failure is null ? plain : ResolvedAddress.Failed(answer.Failure);
        }

        return await ByServicesAsync(service, answer);
    }

    // RFC 3263 §4.1: of the pointers to our service the first by order and preference (RFC 3403 §4.1) that leads to SRV.
    private async Task<ServiceName?> ByPointerAsync(string name)
    {
        var answer = await dns.PointersAsync(name);
        var pointer = answer.Records
            .Where(record => record.Services.Equals(_pointer, StringComparison.OrdinalIgnoreCase) && record.Flags.Equals("s", StringComparison.OrdinalIgnoreCase))
            .OrderBy(record => record.Order).ThenBy(record => record.Preference)
            .FirstOrDefault();
        return pointer is null ? null : new ServiceName(pointer.Replacement.Value, answer.TimeToLive);
    }

    private async Task<ResolvedAddress> ByServicesAsync(ServiceName service, DnsAnswer<DnsClient.Protocol.SrvRecord> answer)
    {
        // RFC 2782: the target "." says that there is decidedly no such service.
        var records = answer.Records.Where(record => record.Target.Value is not ("." or "")).ToList();
        if (records.Count == 0)
        {
            return ResolvedAddress.Failed($"SRV of {service.Name} says that there is no such service");
        }

        var found = await Task.WhenAll(records.Select(record => dns.AddressesAsync(record.Target.Value)));
        var live = found.Zip(records).Where(pair => pair.First.Records.Count > 0).ToList();
        if (live.Count == 0)
        {
            return ResolvedAddress.Failed(found.FirstOrDefault(one => one.Failure is not null)?.Failure ?? $"no target that SRV of {service.Name} names has an address");
        }

        return new ResolvedAddress(
            [.. live.SelectMany(pair => pair.First.Records.Select(address => new ResolvedTarget(new IPEndPoint(address, pair.Second.Port), pair.Second.Priority, pair.Second.Weight)))],
            live.Select(pair => pair.First.TimeToLive).Append(answer.TimeToLive).Append(service.TimeToLive).Min(),
            null);
    }

    private async Task<ResolvedAddress> ByAddressAsync(ServerAddress address)
    {
        if (!dns.HasOwnServers && HostsFile.Find(address.Host) is { Count: > 0 } own)
        {
            return Targets(own, address.Port, TimeSpan.Zero);
        }

        var answer = await dns.AddressesAsync(address.Host);
        if (answer.Records.Count > 0)
        {
            return Targets(answer.Records, address.Port, answer.TimeToLive);
        }

        var others = dns.HasOwnServers ? [] : await AskSystemAsync(address.Host);
        return others.Length > 0 ? Targets(others, address.Port, TimeSpan.Zero) : ResolvedAddress.Failed(answer.Failure ?? $"{address.Host} has no address");
    }

    // It knows more than DNS: search domains, mDNS, whatever nsswitch.conf says; but not how long that counts.
    private static async Task<IPAddress[]> AskSystemAsync(string host)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static ResolvedAddress Targets(IReadOnlyList<IPAddress> addresses, int port, TimeSpan timeToLive) =>
        new([.. addresses.Select(address => new ResolvedTarget(new IPEndPoint(address, port), 0, null))], timeToLive, null);

    private sealed record ServiceName(string Name, TimeSpan TimeToLive);
}
