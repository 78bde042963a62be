// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Flows;

/// <summary>How a phone's connection becomes a leg: whose it is, where a balancer says so; its turn; TLS with the phone. Whatever goes wrong ends the flow.</summary>
/// <param name="pair">The flow.</param>
/// <param name="connection">Its phone's.</param>
/// <param name="policy">Its own, but for handshakes.</param>
/// <param name="admission">Of its listener.</param>
/// <param name="services">Shared by all flows.</param>
internal sealed class PhoneArrival(LegPair pair, AcceptedSocket connection, RelayPolicy policy, Admission admission, FlowContext services)
{
    private const string NotTrusted = "it sends a PROXY protocol header, but is none of proxy-protocol-from";

    private readonly bool _isFromBalancer = policy.IsBalancer(connection.Addresses.Peer.Address);

    /// <summary>null: the flow has been ended.</summary>
    public async ValueTask<Leg?> OpenLegAsync()
    {
        if (_isFromBalancer && !await ReadProxyHeaderAsync())
        {
            return null;
        }

        // A plain leg has no handshake to wait a turn for, but the server leg behind it does.
        if (policy.Phone is null)
        {
            if (!await AdmitAsync())
            {
                return null;
            }

            await services.Lane.Enter();
            return pair.EndReason == FlowEndReason.None ? await ShakeHandsAsync() : null;
        }

        await connection.WaitForOctets(services.Lane);
        if (connection.IsGone())
        {
            return Left("it left before its ClientHello was there");
        }

        if (policy.Balancers is not null && !_isFromBalancer && ProxyHeaderReader.IsNext(connection))
        {
            pair.End(FlowEndReason.ProxyHeaderNotTrusted, NotTrusted);
            return null;
        }

        return await ShakeHandsInTurnAsync();
    }

    /// <summary>Whether a flow may go on whose phone has sent <paramref name="octets"/> as its first; false: it has been ended.</summary>
    public async ValueTask<bool> AdmitFirstAsync(Leg phone, ReadOnlyMemory<byte> octets)
    {
        if (!phone.Session.IsPlain)
        {
            return true;
        }

        if (policy.Balancers is not null && !_isFromBalancer && ProxyHeaderReader.Begins(octets.Span))
        {
            pair.End(FlowEndReason.ProxyHeaderNotTrusted, NotTrusted);
            return false;
        }

        if (!UnreadTls.Begins(octets.Span))
        {
            return true;
        }

        pair.PassesUnread = policy.RelaysTlsUnread;
        if (!pair.PassesUnread)
        {
            await phone.Writer.WriteAsync(UnreadTls.Refusal);
            pair.End(FlowEndReason.PhoneSpokeTls, null);
        }

        return pair.PassesUnread;
    }

    // Before anything of the phone is looked at: whose connection it is. False: the flow has been ended.
    private async ValueTask<bool> ReadProxyHeaderAsync()
    {
        pair.Enter(FlowState.AwaitingProxyHeader);
        var balancer = connection.Addresses.Peer;
        var (outcome, detail) = await ProxyHeaderReader.ReadAsync(connection, services.Lane);
        services.Metrics.ProxyHeader(outcome);
        switch (outcome)
        {
            case ProxyHeaderOutcome.Absent when policy.Balancers!.IsRequired:
                pair.End(FlowEndReason.ProxyHeaderMissing, null);
                return false;
            case ProxyHeaderOutcome.Faulty:
                pair.End(FlowEndReason.ProxyHeaderInvalid, detail);
                return false;
            case ProxyHeaderOutcome.Left:
                pair.End(FlowEndReason.BalancerProbe, null);
                return false;
            case ProxyHeaderOutcome.Phone:
                var phone = connection.Addresses.Peer;
                RelayLog.PhoneNamed(services.Log, pair.Id, balancer, phone);
                var refusal = admission.EnterSource(phone.Address, out var source);
                pair.Source = source;
                if (refusal != FlowEndReason.None)
                {
                    pair.End(refusal, null);
                    return false;
                }

                break;
        }

        pair.Enter(FlowState.Accepted);
        if (outcome == ProxyHeaderOutcome.Nobody)
        {
            await connection.WaitForOctets(services.Lane);
            if (connection.IsGone())
            {
                pair.End(FlowEndReason.BalancerProbe, null);
                return false;
            }
        }

        return true;
    }

    // While CPU or memory is short the phone waits. False: the flow has been ended.
    private async ValueTask<bool> AdmitAsync()
    {
        pair.Enter(FlowState.AwaitingTurn);
        if (await services.Overload.AdmitHandshakeAsync(pair.Ended))
        {
            return true;
        }

        pair.End(FlowEndReason.Shed, null);
        return false;
    }

    private async ValueTask<Leg?> ShakeHandsInTurnAsync()
    {
        if (!await AdmitAsync())
        {
            return null;
        }

        var hasWaited = await admission.Turns.BeginAsync();
        if (hasWaited && (connection.HasLeft || pair.EndReason != FlowEndReason.None))
        {
            admission.Turns.GiveBack();
            return Left("it left while it waited for its turn");
        }

        try
        {
            return await ShakeHandsAsync();
        }
        finally
        {
            admission.Turns.End();
        }
    }

    private Leg? Left(string detail)
    {
        pair.IsBlameless = true;
        pair.End(LegSide.Phone, LegEndReason.HandshakeAbandoned, detail);
        return null;
    }

    private async ValueTask<Leg?> ShakeHandsAsync()
    {
        pair.Enter(FlowState.Handshake);
        var opening = await services.PhoneLegs.OpenAsync(connection, pair.HandshakePolicy.Phone);
        if (opening.Leg is null)
        {
            pair.End(LegSide.Phone, opening.Failure, opening.Detail);

            // A handshake that was too slow was ended by the heartbeat, which does not know how far it had come.
            pair.ExplainEnd(opening.Detail);
        }

        return opening.Leg;
    }
}
