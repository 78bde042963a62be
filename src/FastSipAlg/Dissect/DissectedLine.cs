// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

internal enum LineKind
{
    RequestLine,
    StatusLine,
    Header,

    /// <summary>A line that continues the header field above it.</summary>
    Continuation,
    Empty,
    Sdp,

    /// <summary>A boundary, or a header field of a part.</summary>
    Multipart,

    /// <summary>Octets that no rule looks at, told by their number.</summary>
    Content,

    /// <summary>A line of what is no whole message.</summary>
    Unread,
}

/// <summary>One physical line of a message, fit to be shown.</summary>
/// <param name="Number">From 1, in the message.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">A header field's name as the registry spells it, whatever form the message uses; an SDP line's letter; empty for all others.</param>
/// <param name="Text">Escaped, secrets masked.</param>
/// <param name="Facts">What was understood.</param>
internal sealed record DissectedLine(int Number, LineKind Kind, string Id, string Text, IReadOnlyList<Fact> Facts);
