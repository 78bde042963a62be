// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.Simulation.Connections;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>Where the load goes, and how its TLS connections are opened.</summary>
internal sealed class LoadTarget(IPEndPoint endPoint, string serverName, bool resume, bool trusts = true)
{
    /// <summary>A plain stream under TLS: for connections that carry load. <paramref name="source"/>: the address to come from; null: the system's choice.</summary>
    public async Task<SslStream> ConnectAsync(CancellationToken cancellationToken, IPAddress? source = null) =>
        await AuthenticateAsync(new NetworkStream(await ConnectSocketAsync(source, cancellationToken), ownsSocket: true), cancellationToken);

    /// <summary>Also says how many octets this side read for the handshake.</summary>
    public async Task<(SslStream Stream, long HandshakeBytes)> ConnectObservedAsync(CancellationToken cancellationToken)
    {
        var transport = new ObservedStream(await ConnectSocketAsync(null, cancellationToken));
        var stream = await AuthenticateAsync(transport, cancellationToken);
        return (stream, transport.BytesRead);
    }

    private async Task<Socket> ConnectSocketAsync(IPAddress? source, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(source, 0));
            }

            await socket.ConnectAsync(endPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>TLS over a connection that is there already.</summary>
    public async Task<SslStream> AuthenticateAsync(Stream transport, CancellationToken cancellationToken)
    {
        var stream = new SslStream(transport);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(), cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    // The relay's certificate is not what is measured, so it is only asked for; resumption needs a name, never an address.
    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.None,
        AllowTlsResume = resume,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => trusts && certificate is not null,
    };
}
