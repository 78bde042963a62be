// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Framing;

/// <summary>Upper bounds of one message, in octets (or header fields). What exceeds them ends the flow.</summary>
public sealed record SipFramerLimits
{
    public static SipFramerLimits Default { get; } = new();

    /// <summary>RFC 3261 sets none; Kamailio's whole message buffer is 65,535, Kestrel's request line 8,192.</summary>
    public int MaxStartLine { get; init; } = 8 * 1024;

    /// <summary>Start line, header fields and empty line together. Kestrel's request headers: 32 KiB; SIP routes and Identity (RFC 8224) are longer: twice that.</summary>
    public int MaxHeaderSection { get; init; } = 64 * 1024;

    /// <summary>Kestrel's and Apache's limit is 100; SIP repeats Via and Route one per line.</summary>
    public int MaxHeaderCount { get; init; } = 256;

    /// <summary>Content-Length. WebRTC session descriptions reach tens of KiB (opensips#886); SIPp's whole message ends at 65,536.</summary>
    public int MaxBody { get; init; } = 1024 * 1024;

    /// <summary>The default limits with room for a body of <paramref name="octets"/>: the bound of memory, beyond which the flow ends. A body between a profile's limit and this is framed, so that its sender can be told.</summary>
    public static SipFramerLimits WithRoomFor(long octets) => Default with { MaxBody = (int)Math.Clamp(octets, Default.MaxBody, int.MaxValue / 2) };
}
