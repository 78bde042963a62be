// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Carries one TLS connection after the other between a client and a server, and writes down the lengths of the application data records (RFC 2246 §6.2.1) each way.</summary>
internal sealed class RecordingProxy : IDisposable
{
    private const byte ApplicationData = 23;
    private const int HeaderLength = 5;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<int> _fromClient = [];
    private readonly List<int> _fromServer = [];
    private readonly int _serverPort;

    private RecordingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What the TLS client sent.</summary>
    public IReadOnlyList<int> FromClient => Copy(_fromClient);

    /// <summary>What the TLS server sent.</summary>
    public IReadOnlyList<int> FromServer => Copy(_fromServer);

    public static RecordingProxy To(int serverPort) => new(serverPort);

    public void Dispose() => _listener.Dispose();

    private static IReadOnlyList<int> Copy(List<int> records)
    {
        lock (records)
        {
            return [.. records];
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                await Task.WhenAny(CarryAsync(client, server, _fromClient), CarryAsync(server, client, _fromServer));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Its test is over.
        }
    }

    private static async Task CarryAsync(TcpClient source, TcpClient target, List<int> records)
    {
        try
        {
            var header = new byte[HeaderLength];
            while (true)
            {
                await source.GetStream().ReadExactlyAsync(header);
                var record = new byte[HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(3))];
                header.CopyTo(record, 0);
                await source.GetStream().ReadExactlyAsync(record.AsMemory(HeaderLength));
                if (record[0] == ApplicationData)
                {
                    lock (records)
                    {
                        records.Add(record.Length - HeaderLength);
                    }
                }

                await target.GetStream().WriteAsync(record);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Either side has closed.
        }
    }
}
