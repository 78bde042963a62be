// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Flows;

/// <summary>What passes between the legs of a flow whose phone leg is open: a pump each way, what they count, and our pings.</summary>
internal sealed class PairTraffic
{
    private readonly LegPair _pair;
    private readonly RelayPolicy _policy;
    private readonly FlowContext _services;
    private readonly FlowFacts _facts;
    private readonly FlowViolations _violations;
    private readonly RequestShedding _shedding;
    private Task _fromServerRun = Task.CompletedTask;

    /// <param name="pair">The flow.</param>
    /// <param name="phone">Its phone leg.</param>
    /// <param name="arrival">Admits the phone's first octets.</param>
    /// <param name="policy">The flow's.</param>
    /// <param name="retryAfter">Seconds, for a phone that is refused.</param>
    /// <param name="services">Shared by all flows.</param>
    public PairTraffic(LegPair pair, Leg phone, PhoneArrival arrival, RelayPolicy policy, int retryAfter, FlowContext services)
    {
        _pair = pair;
        _policy = policy;
        _services = services;
        _facts = new FlowFacts(pair.Id, pair.Listener, policy.Inspection.Profile, phone.Addresses.Peer);
        _violations = new FlowViolations(
            services.Violations, services.ViolationMetrics, _facts, policy.Inspection.LogsViolations, policy.Inspection.LogsJson);
        _shedding = new RequestShedding(services.Overload, pair.Id.Value, retryAfter);
        Pings = new FlowPings(pair, policy, services.Metrics);
        FromPhone = Pump(MessageDirection.PhoneToServer, phone, arrival, Use.PhoneRequests, Use.ServerRequests);
        Pings.WatchPhone(FromPhone, phone);
    }

    public FlowUse Use { get; } = new();

    public FlowPings Pings { get; }

    public RelayPump FromPhone { get; }

    /// <summary>null: there is no server leg yet.</summary>
    public RelayPump? FromServer { get; private set; }

    /// <summary>Something was read and is not dealt with yet, or the rest of a message is still to come.</summary>
    public bool IsRelaying => !FromPhone.IsAtRest || FromServer is { IsAtRest: false };

    /// <summary>Relays until both directions have ended.</summary>
    public async Task RunAsync()
    {
        await FromPhone.RunAsync();
        await _fromServerRun;
    }

    /// <summary>Begins to relay from the SIP server.</summary>
    public void RunFromServer(Leg server)
    {
        _facts.Server = server.Addresses.Peer;
        FromServer = Pump(MessageDirection.ServerToPhone, server, arrival: null, Use.ServerRequests, Use.PhoneRequests);
        Pings.WatchServer(FromServer, server);
        _fromServerRun = FromServer.RunAsync();
    }

    private RelayPump Pump(MessageDirection direction, Leg source, PhoneArrival? arrival, TransactionBalance own, TransactionBalance other) => new(
        _pair,
        direction,
        new MessagePath(
            direction, _policy.FramerLimits, new InspectionPipeline(_policy.Inspection, direction, _violations), _services.Metrics, own, other, Use.Calls, _shedding),
        source,
        arrival);
}
