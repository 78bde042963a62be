// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Simulation.Servers;

/// <summary>
/// A SIP server over TLS for demo, tests and load: registrar and proxy, user agent, or echo (<see cref="ServerRole"/>).
/// It can be made slow, deaf or dead from outside, and counts and keeps what it sees.
/// </summary>
public sealed class SimulatedSipServer : IAsyncDisposable
{
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly SimulatedSipServerOptions _options;
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<long, ServerFlow> _flows = new();
    private readonly ConcurrentDictionary<long, EchoConnection> _echoes = new();
    private readonly ServerCounters _counters = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ServerBehaviour _behaviour;
    private volatile bool _paused;
    private long _lastFlow;

    private SimulatedSipServer(SslServerAuthenticationOptions? tls, SimulatedSipServerOptions options)
    {
        _tls = tls;
        _options = options;
        _listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(options.EndPoint);
        _listener.Listen(4096);
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        EndPoint.Address = options.EndPoint.Address;
        _behaviour = new ServerBehaviour(options, EndPoint, _flows);
    }

    /// <summary>Where it listens, with the port it got.</summary>
    public IPEndPoint EndPoint { get; }

    public ServerCounts Counts => _counters.Snapshot(_flows.Count + _echoes.Count);

    /// <summary>Users who can be reached now.</summary>
    public int RegisteredUsers => _behaviour.Bindings.Count;

    /// <summary>Every message received, in order, unless <see cref="SimulatedSipServerOptions.KeepsMessages"/> is off.</summary>
    public Inbox Inbox { get; } = new();

    public CallTrace Trace { get; } = new();

    public IReadOnlyCollection<ServerFlow> Flows => [.. _flows.Values];

    /// <summary>Waited before a message is handled; later messages of that flow wait behind it.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Listens from now on. SocketException when the port is taken.</summary>
    public static SimulatedSipServer Start(SslServerAuthenticationOptions? tls, SimulatedSipServerOptions? options = null)
    {
        var server = new SimulatedSipServer(tls, options ?? new SimulatedSipServerOptions());
        _ = server.AcceptAsync();
        return server;
    }

    public bool IsRegistered(string user) => _behaviour.Bindings.Find(user) is not null;

    /// <summary>Waits for a message that matches, come or to come, and takes it out of <see cref="Inbox"/>.</summary>
    public Task<SimulatedMessage> ReceiveAsync(Func<SimulatedMessage, bool> wanted, TimeSpan? timeout = null) =>
        Inbox.TakeAsync(wanted, timeout ?? TimeSpan.FromSeconds(10), _options.Time);

    public Task<SimulatedMessage> ReceiveAsync(string method, TimeSpan? timeout = null) =>
        ReceiveAsync(message => message.IsRequest && message.Method == method, timeout);

    /// <summary>Reads nothing more on any flow, present or to come, until <see cref="ResumeReading"/>.</summary>
    public void PauseReading()
    {
        _paused = true;
        Each(flow => flow.Connection.PauseReading());
    }

    public void ResumeReading()
    {
        _paused = false;
        Each(flow => flow.Connection.ResumeReading());
    }

    /// <summary>As a killed process: the port is closed and every connection is reset.</summary>
    public void Kill()
    {
        _stopping.Cancel();
        _listener.Dispose();
        ResetFlows();
    }

    /// <summary>Resets every connection; new ones are still accepted.</summary>
    public void ResetFlows()
    {
        Each(flow => flow.Connection.Abort());
        foreach (var echo in _echoes.Values)
        {
            echo.Abort();
        }
    }

    /// <summary>Closes every connection with close_notify; new ones are still accepted.</summary>
    public Task CloseFlowsAsync() => Task.WhenAll(_flows.Values.Select(flow => flow.Connection.CloseAsync()));

    /// <summary>Ends sending on every connection and goes on reading.</summary>
    public Task HalfCloseFlowsAsync(bool closeNotify = true) =>
        Task.WhenAll(_flows.Values.Select(flow => flow.Connection.HalfCloseAsync(closeNotify)));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await CloseFlowsAsync();
        foreach (var echo in _echoes.Values)
        {
            echo.Abort();
        }

        _stopping.Dispose();
    }

    private void Each(Action<ServerFlow> action)
    {
        foreach (var flow in _flows.Values)
        {
            action(flow);
        }
    }

    private async Task AcceptAsync()
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(stopping);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            // Handshakes take milliseconds of CPU: off the thread that accepts, which is also the one that echoes.
            _ = Task.Run(() => _options.Role is ServerRole.Echo or ServerRole.Mirror ? EchoAsync(socket) : ServeAsync(socket), CancellationToken.None);
        }
    }

    private async Task EchoAsync(Socket socket)
    {
        var echo = await EchoConnection.AcceptAsync(socket, _tls, _options.Role == ServerRole.Mirror, _counters);
        if (echo is null)
        {
            _counters.HandshakeFailed();
            return;
        }

        var id = Interlocked.Increment(ref _lastFlow);
        _counters.Connected();
        _echoes[id] = echo;
        await echo.RunAsync();
        _echoes.TryRemove(id, out _);
    }

    private async Task ServeAsync(Socket socket)
    {
        SipConnection connection;
        try
        {
            connection = await SipConnection.AcceptAsync(socket, _tls, _stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            _counters.HandshakeFailed();
            return;
        }

        await using (connection)
        {
            var flow = new ServerFlow(Interlocked.Increment(ref _lastFlow), connection, _options.KeepsMessages ? Trace : null);
            _counters.Connected();
            _flows[flow.Id] = flow;
            if (_paused)
            {
                connection.PauseReading();
            }

            await connection.RunAsync(message => HandleAsync(flow, message), isPing => PongAsync(flow, isPing));
            _flows.TryRemove(flow.Id, out _);
            _behaviour.Bindings.ForgetFlow(flow.Id);
        }
    }

    private async ValueTask PongAsync(ServerFlow flow, bool isPing)
    {
        if (isPing)
        {
            _counters.Pinged();
            await flow.Connection.SendAsync("\r\n"u8.ToArray());
        }
    }

    private async ValueTask HandleAsync(ServerFlow flow, SimulatedMessage message)
    {
        _counters.Received(message);
        if (_options.KeepsMessages)
        {
            flow.User ??= message.IsRequest ? SipText.User(SipText.Uri(message["From"] ?? "")) : null;
            Trace.Record("server", flow.Name, TraceDirection.Received, message);

            // A copy: the proxy edits the message that it forwards.
            Inbox.Add(SimulatedMessage.Parse(message.Received));
        }

        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, _options.Time);
        }

        await _behaviour.HandleAsync(flow, message);
    }
}
