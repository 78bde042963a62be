// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Messages;

/// <summary>
/// Hot path: one whole message, seen through what its framer found while scanning. Nothing is parsed before it is asked for. Valid as long as
/// the octets are, and until the framer reads on.
/// </summary>
public readonly ref struct SipMessageView
{
    private readonly SipFramer _framer;

    /// <param name="message">The octets that <paramref name="framer"/> has just called a message.</param>
    /// <param name="framer">The framer, before it reads on.</param>
    /// <param name="index">The index that it fills.</param>
    public SipMessageView(ReadOnlySpan<byte> message, SipFramer framer, SipHeaderIndex index)
    {
        ArgumentNullException.ThrowIfNull(framer);
        ArgumentNullException.ThrowIfNull(index);
        Octets = message;
        _framer = framer;
        Fields = index;
    }

    public ReadOnlySpan<byte> Octets { get; }

    /// <summary>The header fields in their order.</summary>
    public SipHeaderIndex Fields { get; }

    public bool IsRequest => _framer.IsRequest;

    /// <summary>The request's method; for a response, that of its CSeq.</summary>
    public SipMethod Method => _framer.Method;

    /// <summary>The response's status code; 0 for a request.</summary>
    public int StatusCode => _framer.StatusCode;

    /// <summary>The first line without its CRLF.</summary>
    public ReadOnlySpan<byte> StartLine => Octets[.._framer.StartLineLength];

    /// <summary>The method as it stands in the request line; empty for a response.</summary>
    public ReadOnlySpan<byte> MethodName => IsRequest ? Octets[..SipOctets.TokenLength(Octets)] : [];

    /// <summary>What stands between method and version, without white space around it; empty for a response.</summary>
    public ReadOnlySpan<byte> RequestUri => IsRequest ? StartLineShape.RequestUri(StartLine) : [];

    /// <summary>Where the first header field begins.</summary>
    public int HeaderSectionStart => _framer.StartLineLength + 2;

    /// <summary>The lines of all header fields, each with its CRLF, without the empty line.</summary>
    public ReadOnlySpan<byte> HeaderSection => Octets[HeaderSectionStart..(BodyStart - 2)];

    public int BodyStart => _framer.HeaderSectionLength;

    public ReadOnlySpan<byte> Body => Octets[BodyStart..];

    public ReadOnlySpan<byte> NameOf(in SipHeaderField field) => Octets.Slice(field.NameStart, field.NameLength);

    public ReadOnlySpan<byte> ValueOf(in SipHeaderField field) => Octets.Slice(field.ValueStart, field.ValueLength);

    /// <summary>The value of the first field of this id; empty when there is none.</summary>
    public ReadOnlySpan<byte> ValueOf(SipHeaderId id)
    {
        var place = Fields.IndexOf(id);
        return place < 0 ? [] : ValueOf(Fields[place]);
    }
}
