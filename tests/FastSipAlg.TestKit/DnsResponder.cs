// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FastSipAlg.TestKit;

/// <summary>A DNS server on loopback that knows what a test tells it (RFC 1035 §4.1). A name without records does not exist.</summary>
public sealed class DnsResponder : IDisposable
{
    private const int TypeA = 1;
    private const int TypeSrv = 33;
    private const int TypeNaptr = 35;

    private readonly ConcurrentDictionary<(string Name, int Type), IReadOnlyList<(int TimeToLive, byte[] Data)>> _records = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DnsResponder()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _ = AnswerAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>As TYPE NAME, in their order.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    /// <summary>Answers nothing at all.</summary>
    public bool IsMute { get; set; }

    /// <summary>Answers that it failed.</summary>
    public bool Fails { get; set; }

    public DnsResponder Address(string name, int timeToLive, params string[] addresses) =>
        Set(name, TypeA, [.. addresses.Select(address => (timeToLive, IPAddress.Parse(address).GetAddressBytes()))]);

    // SRV RDATA = Priority Weight Port Target   RFC 2782
    public DnsResponder Service(string name, int timeToLive, params (int Priority, int Weight, int Port, string Target)[] services) => Set(
        name, TypeSrv, [.. services.Select(service => (timeToLive, (byte[])[.. Number(service.Priority), .. Number(service.Weight), .. Number(service.Port), .. Name(service.Target)]))]);

    // NAPTR RDATA = Order Preference Flags Services Regexp Replacement   RFC 3403 §4.1
    public DnsResponder Pointer(string name, int timeToLive, params (int Order, int Preference, string Flags, string Service, string Replacement)[] pointers) => Set(
        name,
        TypeNaptr,
        [
            .. pointers.Select(pointer => (
                timeToLive,
                (byte[])[.. Number(pointer.Order), .. Number(pointer.Preference), .. Text(pointer.Flags), .. Text(pointer.Service), .. Text(""), .. Name(pointer.Replacement)])),
        ]);

    public void Dispose() => _socket.Dispose();

    private static byte[] Number(int number)
    {
        var octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)number);
        return octets;
    }

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Name(string name) => [.. name.TrimEnd('.').Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Text), 0];

    private DnsResponder Set(string name, int type, IReadOnlyList<(int TimeToLive, byte[] Data)> records)
    {
        _records[(name, type)] = records;
        return this;
    }

    private async Task AnswerAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            try
            {
                var query = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                if (Answer(buffer.AsSpan(0, query.ReceivedBytes)) is { } answer)
                {
                    await _socket.SendToAsync(answer, query.RemoteEndPoint);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> query)
    {
        var labels = new List<string>();
        var place = 12;
        while (query[place] > 0)
        {
            labels.Add(Encoding.ASCII.GetString(query.Slice(place + 1, query[place])));
            place += query[place] + 1;
        }

        var name = string.Join('.', labels);
        int type = BinaryPrimitives.ReadUInt16BigEndian(query[(place + 1)..]);
        Questions.Enqueue($"{type switch { TypeA => "A", 28 => "AAAA", TypeSrv => "SRV", TypeNaptr => "NAPTR", _ => type.ToString(System.Globalization.CultureInfo.InvariantCulture) }} {name}");
        if (IsMute)
        {
            return null;
        }

        var question = query[12..(place + 5)].ToArray();
        var records = Fails ? [] : _records.GetValueOrDefault((name, type)) ?? [];
        var code = Fails ? 2 : _records.Keys.Any(key => key.Name == name) ? 0 : 3;

        // ID; QR, RD, RA and the code; one question, the answers; each of them for the question's name.
        return
        [
            .. query[..2], 0x81, (byte)(0x80 | code), .. Number(1), .. Number(records.Count), .. Number(0), .. Number(0), .. question,
            .. records.SelectMany(record => (byte[])[0xC0, 12, .. Number(type), .. Number(1), .. Number(record.TimeToLive >> 16), .. Number(record.TimeToLive), .. Number(record.Data.Length), .. record.Data]),
        ];
    }
}
