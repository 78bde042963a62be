// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Text;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Simulation.Phones;

/// <summary>
/// A SIP phone over TLS, for scripts: registers, calls, answers, sends what it is told. Its methods wait for the answer and throw TimeoutException
/// when none comes in <see cref="SimulatedPhoneOptions.Timeout"/>, or IOException when the connection ends first.
/// </summary>
public sealed class SimulatedPhone : IAsyncDisposable
{
    private readonly SimulatedPhoneOptions _options;
    private readonly ConcurrentDictionary<string, ClientTransaction> _transactions = new();
    private readonly CallAnswerer _answerer;
    private readonly string _fromTag = SipText.Token();
    private readonly string _registrationCallId = SipText.Token();
    private readonly SemaphoreSlim _pongs = new(0);
    private int _pingsOutstanding;
    private int _sequence;
    private IOException? _ended;

    private SimulatedPhone(SipConnection connection, SimulatedPhoneOptions options)
    {
        Connection = connection;
        _options = options;
        _answerer = new CallAnswerer(this, options);
        Ended = RunAsync();
    }

    public string User => _options.User;

    /// <summary>The phone's address of record.</summary>
    public string AddressOfRecord => $"sip:{_options.User}@{_options.Domain}";

    /// <summary>Its Contact header field's value: the address that it sees itself at.</summary>
    public string Contact => $"<sip:{_options.User}@{Connection.LocalEndPoint};transport={Connection.Transport}>";

    /// <summary>TLS version and cipher suite, and the rough ways to treat a connection.</summary>
    public SipConnection Connection { get; }

    /// <summary>Done when the connection has ended, and how.</summary>
    public Task<ConnectionEnd> Ended { get; }

    /// <summary>Requests received, and responses that no method waited for.</summary>
    public Inbox Inbox { get; } = new();

    public CallTrace? Trace => _options.Trace;

    public static async Task<SimulatedPhone> ConnectAsync(
        EndPoint endPoint, SslClientAuthenticationOptions? tls, SimulatedPhoneOptions options, CancellationToken cancellationToken = default)
    {
        return new SimulatedPhone(await SipConnection.ConnectAsync(endPoint, tls, cancellationToken), options);
    }

    /// <summary>Registers, answering a digest challenge if there is one; 0 seconds unregisters. Gives the last response.</summary>
    public async Task<SimulatedMessage> RegisterAsync(int expiresSeconds = 3600)
    {
        var response = await (await SendAsync(Register(expiresSeconds, null))).FinalAsync();
        if (response.StatusCode == 401 && response["WWW-Authenticate"] is { } challenge)
        {
            response = await (await SendAsync(Register(expiresSeconds, challenge))).FinalAsync();
        }

        return response;
    }

    /// <summary>Sends OPTIONS to a user, or with none to the SIP server itself, and gives the final response.</summary>
    public Task<SimulatedMessage> OptionsAsync(string user = "") => RequestAsync(NewRequest("OPTIONS", UriOf(user)));

    /// <summary>Sends MESSAGE (RFC 3428) and gives the final response.</summary>
    public Task<SimulatedMessage> MessageAsync(string user, string text) => MessageAsync(user, Encoding.UTF8.GetBytes(text));

    public Task<SimulatedMessage> MessageAsync(string user, byte[] body) =>
        RequestAsync(NewRequest("MESSAGE", UriOf(user)).WithBody("text/plain", body));

    /// <summary>Sends the request and gives its final response.</summary>
    public async Task<SimulatedMessage> RequestAsync(SimulatedMessage request) => await (await SendAsync(request)).FinalAsync();

    /// <summary>Places a call and waits until it is answered or refused; either way it is acknowledged.</summary>
    public async Task<PhoneCall> CallAsync(string user)
    {
        var call = await StartCallAsync(user);
        await call.AnswerAsync();
        return call;
    }

    /// <summary>Places a call and does not wait.</summary>
    public async Task<PhoneCall> StartCallAsync(string user)
    {
        var invite = NewRequest("INVITE", UriOf(user)).Add("Contact", Contact).Add("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE")
            .WithBody("application/sdp", Encoding.ASCII.GetBytes(SipText.AudioSession(User)));
        return new PhoneCall(this, await SendAsync(invite));
    }

    /// <summary>Sends a double CRLF and waits for the CRLF that answers it (RFC 5626 §3.5.1).</summary>
    public async Task PingAsync()
    {
        Interlocked.Increment(ref _pingsOutstanding);
        await SendRawAsync("\r\n\r\n"u8.ToArray());
        if (!await _pongs.WaitAsync(_options.Timeout))
        {
            throw new TimeoutException($"{User}: no pong within {_options.Timeout.TotalSeconds} s.");
        }
    }

    /// <summary>Sends these octets as they are.</summary>
    public async Task SendRawAsync(ReadOnlyMemory<byte> octets)
    {
        if (!await Connection.SendAsync(octets))
        {
            throw _ended ?? new IOException($"{User}: the connection is gone.");
        }
    }

    /// <summary>Sends a request; its responses are read from what is given back.</summary>
    public async Task<ClientTransaction> SendAsync(SimulatedMessage request)
    {
        var transaction = new ClientTransaction(request, _options);
        _transactions[transaction.Key] = transaction;
        if (_ended is { } ended)
        {
            transaction.Complete(ended);
        }

        await SendOnlyAsync(request);
        return transaction;
    }

    /// <summary>Sends a message that no answer is waited for.</summary>
    public Task SendOnlyAsync(SimulatedMessage message)
    {
        _options.Trace?.Record(User, "server", TraceDirection.Sent, message);
        _options.OnMessage?.Invoke();
        return SendRawAsync(message.ToBytes());
    }

    public Task RespondAsync(SimulatedMessage request, int statusCode, string reasonPhrase, string? toTag = null) =>
        SendOnlyAsync(SimulatedMessage.Response(request, statusCode, reasonPhrase, toTag));

    /// <summary>Waits for a message that matches, come or to come, and takes it out of <see cref="Inbox"/>.</summary>
    public Task<SimulatedMessage> ReceiveAsync(Func<SimulatedMessage, bool> wanted, TimeSpan? timeout = null) =>
        Inbox.TakeAsync(wanted, timeout ?? _options.Timeout, _options.Time);

    public Task<SimulatedMessage> ReceiveAsync(string method, TimeSpan? timeout = null) =>
        ReceiveAsync(message => message.IsRequest && message.Method == method, timeout);

    /// <summary>A request from this phone outside any dialog, to be completed and sent by the caller.</summary>
    public SimulatedMessage NewRequest(string method, string requestUri)
    {
        return SimulatedMessage.Request(method, requestUri)
            .Add("Via", $"SIP/2.0/{Connection.Transport} {Connection.LocalEndPoint};branch={SipText.MagicCookie}{SipText.Token()};rport")
            .Add("Max-Forwards", "70")
            .Add("From", $"<{AddressOfRecord}>;tag={_fromTag}")
            .Add("To", $"<{requestUri}>")
            .Add("Call-ID", SipText.Token())
            .Add("CSeq", string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _sequence)} {method}"))
            .Add("User-Agent", "FastSipAlg simulated phone");
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Ended;
    }

    private string UriOf(string user) => user.Length == 0 ? $"sip:{_options.Domain}" : $"sip:{user}@{_options.Domain}";

    private SimulatedMessage Register(int expiresSeconds, string? challenge)
    {
        var registrar = $"sip:{_options.Domain}";
        var request = NewRequest("REGISTER", registrar)
            .Set("To", $"<{AddressOfRecord}>")
            .Set("Call-ID", _registrationCallId)
            .Add("Contact", Contact)
            .Add("Expires", expiresSeconds.ToString(CultureInfo.InvariantCulture))
            .Add("Supported", "outbound, path");
        return challenge is null
            ? request
            : request.Add("Authorization", DigestAuthentication.Answer(challenge, "REGISTER", registrar, User, _options.Password));
    }

    private async Task<ConnectionEnd> RunAsync()
    {
        var end = await Connection.RunAsync(HandleAsync, HandleLineBreaksAsync);
        _ended = new IOException($"{User}: the connection has ended: {end}.");
        foreach (var transaction in _transactions.Values)
        {
            transaction.Complete(_ended);
        }

        Inbox.Complete(_ended);
        return end;
    }

    private async ValueTask HandleAsync(SimulatedMessage message)
    {
        _options.Trace?.Record(User, "server", TraceDirection.Received, message);
        _options.OnMessage?.Invoke();
        if (!message.IsRequest)
        {
            Deliver(message);
            return;
        }

        if (_options.KeepsMessages)
        {
            Inbox.Add(message);
        }

        if (_options.Answering != CallAnswering.Manual)
        {
            try
            {
                await _answerer.HandleAsync(message);
            }
            catch (IOException)
            {
                // The connection went while we answered: the read that follows says how.
            }
        }
    }

    private void Deliver(SimulatedMessage response)
    {
        var key = ClientTransaction.KeyOf(response);
        if (!_transactions.TryGetValue(key, out var transaction))
        {
            if (_options.KeepsMessages)
            {
                Inbox.Add(response);
            }

            return;
        }

        if (response.IsFinal)
        {
            _transactions.TryRemove(key, out _);
        }

        transaction.Respond(response);
    }

    // Two pongs in a row look like a ping: what we wait for comes first.
    private async ValueTask HandleLineBreaksAsync(bool isPing)
    {
        if (Volatile.Read(ref _pingsOutstanding) > 0)
        {
            Interlocked.Decrement(ref _pingsOutstanding);
            _pongs.Release();
        }
        else if (isPing)
        {
            await Connection.SendAsync("\r\n"u8.ToArray());
        }
    }
}
