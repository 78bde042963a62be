// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Framing;

/// <summary>What the framer found at the front of a buffer.</summary>
public enum FrameStatus : byte
{
    /// <summary>No whole message or keep-alive yet; nothing is consumed. Read more and call again with the longer buffer.</summary>
    NeedMoreData,

    /// <summary>One whole SIP message.</summary>
    Message,

    /// <summary>A double-CRLF ping (RFC 5626 §3.5.1), or the CRLF that completes one: owed one CRLF on the leg it came from.</summary>
    Ping,

    /// <summary>CR and LF between messages that are no ping, a pong for instance: skipped (RFC 3261 §7.5).</summary>
    LineBreaks,

    /// <summary>The stream cannot be framed any further; the flow must end. The reason is in the framer's defect.</summary>
    Malformed,
}
