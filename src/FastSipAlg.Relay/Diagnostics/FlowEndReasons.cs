// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>From the end of one leg to the end of its flow, and whom it is held against.</summary>
internal static class FlowEndReasons
{
    public static FlowEndReason Of(LegSide side, LegEndReason reason) => side == LegSide.Phone ? OfPhone(reason) : OfServer(reason);

    /// <summary>Whether a flow that ended so before its first message is held against its source.</summary>
    public static bool IsFailureOfSource(FlowEndReason reason) => reason is FlowEndReason.ProxyHeaderNotTrusted
        or FlowEndReason.PhoneNotTls
        or FlowEndReason.PhoneSpokeTls
        or FlowEndReason.PhoneHandshakeFailed
        or FlowEndReason.PhoneHandshakeAbandoned
        or FlowEndReason.PhoneHandshakeTimedOut
        or FlowEndReason.PhoneRefused
        or FlowEndReason.PhoneTlsError
        or FlowEndReason.PhoneRenegotiationNotSecured
        or FlowEndReason.PhoneRenegotiationDenied
        or FlowEndReason.PhoneRenegotiatedTooOften
        or FlowEndReason.PhoneFramingBroken
        or FlowEndReason.FirstMessageTimedOut;

    private static FlowEndReason OfPhone(LegEndReason reason) => reason switch
    {
        LegEndReason.CloseNotify => FlowEndReason.PhoneClosed,
        LegEndReason.Fin => FlowEndReason.PhoneClosedWithoutNotify,
        LegEndReason.Reset => FlowEndReason.PhoneReset,
        LegEndReason.Vanished => FlowEndReason.PhoneVanished,
        LegEndReason.NotReading => FlowEndReason.PhoneNotReading,
        LegEndReason.TlsError => FlowEndReason.PhoneTlsError,
        LegEndReason.RenegotiationDenied => FlowEndReason.PhoneRenegotiationDenied,
        LegEndReason.RenegotiatedTooOften => FlowEndReason.PhoneRenegotiatedTooOften,
        LegEndReason.HandshakeFailed => FlowEndReason.PhoneHandshakeFailed,
        LegEndReason.RenegotiationNotSecured => FlowEndReason.PhoneRenegotiationNotSecured,
        LegEndReason.NotTls => FlowEndReason.PhoneNotTls,
        LegEndReason.HandshakeAbandoned => FlowEndReason.PhoneHandshakeAbandoned,
        LegEndReason.PeerRefused => FlowEndReason.PhoneRefused,
        _ => FlowEndReason.InternalError,
    };

    private static FlowEndReason OfServer(LegEndReason reason) => reason switch
    {
        LegEndReason.CloseNotify => FlowEndReason.ServerClosed,
        LegEndReason.Fin => FlowEndReason.ServerClosedWithoutNotify,
        LegEndReason.Reset => FlowEndReason.ServerReset,
        LegEndReason.Vanished => FlowEndReason.ServerVanished,
        LegEndReason.NotReading => FlowEndReason.ServerNotReading,
        LegEndReason.TlsError or LegEndReason.RenegotiationDenied => FlowEndReason.ServerTlsError,
        LegEndReason.HandshakeFailed => FlowEndReason.ServerHandshakeFailed,
        LegEndReason.HandshakeAbandoned => FlowEndReason.ServerHandshakeAbandoned,
        LegEndReason.PeerRefused => FlowEndReason.ServerRefused,
        LegEndReason.NameNotResolved => FlowEndReason.ServerNameNotResolved,
        LegEndReason.ConnectRefused => FlowEndReason.ServerConnectRefused,
        LegEndReason.Unreachable => FlowEndReason.ServerUnreachable,
        LegEndReason.AtCapacity => FlowEndReason.ServerAtCapacity,
        LegEndReason.ConnectTimedOut => FlowEndReason.ServerConnectTimedOut,
        _ => FlowEndReason.InternalError,
    };
}
