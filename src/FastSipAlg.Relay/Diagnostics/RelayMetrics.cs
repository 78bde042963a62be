// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.ProxyProtocol;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>Hot path: flows, messages, bytes and end reasons. A flag is tested inline; recording is out of line.</summary>
public sealed class RelayMetrics : IDisposable
{
    public const string MeterName = "FastSipAlg.Relay";

    private static readonly object?[] DirectionNames = ["phone_to_server", "server_to_phone"];
    private static readonly object?[] KindNames = ["response", "request"];
    private static readonly object?[] MethodNames = [.. Enum.GetValues<SipMethod>().Select(method => method.ToString().ToUpperInvariant())];

    private readonly Meter _meter = new(MeterName);
    private readonly UpDownCounter<long> _flows;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _pings;
    private readonly Counter<long> _pingsSent;
    private readonly Counter<long> _proxyHeaders;

    public RelayMetrics()
    {
        _flows = _meter.CreateUpDownCounter<long>("fastsipalg.flows", "{flow}", "Flows that live, from accept to end.");
        _ended = _meter.CreateCounter<long>("fastsipalg.flows.ended", "{flow}", "Flows that ended, by reason.");
        _messages = _meter.CreateCounter<long>("fastsipalg.messages", "{message}", "SIP messages that passed, by direction, kind and method.");
        _bytes = _meter.CreateCounter<long>("fastsipalg.bytes", "By", "Octets of SIP messages written to the other leg, by direction.");
        _pings = _meter.CreateCounter<long>("fastsipalg.pings", "{ping}", "Double-CRLF keep-alives answered, by direction they came in.");
        _pingsSent = _meter.CreateCounter<long>("fastsipalg.pings.sent", "{ping}", "Double-CRLF keep-alives sent, by the direction that their answers come in.");
        _proxyHeaders = _meter.CreateCounter<long>("fastsipalg.proxy_headers", "{connection}", "Connections of balancers, by what their PROXY protocol header says: phone, nobody (LOCAL, UNKNOWN), absent, faulty, left.");
    }

    internal static object? NameOf(SipMethod method) => MethodNames[(int)method];

    public void FlowBegan() => _flows.Add(1);

    public void FlowEnded(FlowEndReason reason)
    {
        _flows.Add(-1);
        if (_ended.Enabled)
        {
            _ended.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
        }
    }

    public void Message(MessageDirection direction, bool isRequest, SipMethod method)
    {
        if (_messages.Enabled)
        {
            MessageCore(direction, isRequest, method);
        }
    }

    public void Forwarded(MessageDirection direction, int octets)
    {
        if (_bytes.Enabled)
        {
            _bytes.Add(octets, new KeyValuePair<string, object?>("direction", DirectionNames[(int)direction]));
        }
    }

    public void Pings(MessageDirection direction, int count) =>
        _pings.Add(count, new KeyValuePair<string, object?>("direction", DirectionNames[(int)direction]));

    public void PingSent(MessageDirection answers) => _pingsSent.Add(1, new KeyValuePair<string, object?>("direction", DirectionNames[(int)answers]));

    internal void ProxyHeader(ProxyHeaderOutcome outcome)
    {
        if (_proxyHeaders.Enabled)
        {
            _proxyHeaders.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
        }
    }

    public void Dispose() => _meter.Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MessageCore(MessageDirection direction, bool isRequest, SipMethod method) => _messages.Add(
        1,
        new KeyValuePair<string, object?>("direction", DirectionNames[(int)direction]),
        new KeyValuePair<string, object?>("kind", KindNames[isRequest ? 1 : 0]),
        new KeyValuePair<string, object?>("method", MethodNames[(int)method]));
}
