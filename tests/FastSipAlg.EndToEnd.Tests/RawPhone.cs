// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A phone that says what a test writes, and nothing by itself.</summary>
internal sealed class RawPhone : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly TcpClient _tcp;
    private readonly SslStream _stream;

    private RawPhone(TcpClient tcp, SslStream stream)
    {
        _tcp = tcp;
        _stream = stream;
    }

    public static string Register { get; } =
        $"REGISTER sip:{RelayLab.Domain} SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@{RelayLab.Domain}>;tag=1\r\n"
        + $"To: <sip:a@{RelayLab.Domain}>\r\nCall-ID: raw\r\nCSeq: 1 REGISTER\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    public static async Task<RawPhone> ConnectAsync(RelayLab lab)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(lab.EndPoint);
        var stream = new SslStream(tcp.GetStream());
        await stream.AuthenticateAsClientAsync(lab.PhoneTls());
        return new RawPhone(tcp, stream);
    }

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>What comes next.</summary>
    public async Task<string> ReadAsync() =>
        Encoding.ASCII.GetString(_buffer, 0, await _stream.ReadAsync(_buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
