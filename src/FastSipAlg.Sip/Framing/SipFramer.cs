// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>Hot path: cuts one message or keep-alive off the front of a contiguous buffer; remembers how far it scanned.</summary>
public sealed class SipFramer(SipFramerLimits limits)
{
    private readonly SipFramerLimits _limits = limits;

    /// <summary>Why the last call said <see cref="FrameStatus.Malformed"/>.</summary>
    public SipDefect Defect { get; private set; }

    /// <summary>Octets of the last message's start line, header fields and empty line.</summary>
    public int HeaderSectionLength { get; private set; }

    public bool IsRequest { get; private set; }

    /// <summary>The request's method; for a response, that of its CSeq.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The response's status code; 0 for a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>Octets that the message at the front needs in all, once its header section is known; before, 0.</summary>
    public int MessageLength { get; private set; }

    /// <summary>Some of a message, not only CR LF, has been seen and its end has not.</summary>
    public bool IsInMessage { get; private set; }

    /// <summary>
    /// <paramref name="buffer"/> begins at the first octet not yet consumed. After <see cref="FrameStatus.NeedMoreData"/> the next buffer
    /// begins with the same octets and is longer. <paramref name="consumed"/> octets are what the result stands for; 0 when more data is needed.
    /// </summary>
    public FrameStatus Read(ReadOnlySpan<byte> buffer, out int consumed)
    {
        throw new InvalidOperationException($"{buffer.Length} {_limits}");
    }
}
