// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>
/// Hot path: the method in a response's CSeq, fed line by line because its value may be folded. Judges nothing.
/// CSeq = "CSeq" HCOLON 1*DIGIT LWS Method   RFC 3261 §25.1
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct CSeqField
{
    private bool _isNumberRead;
    private bool _isMethodRead;

    public SipMethod Method { get; private set; }

    /// <summary>Takes what stands behind the colon, or a continuation line.</summary>
    public void Continue(ReadOnlySpan<byte> value)
    {
        value = SipOctets.TrimWhiteSpace(value);
        if (!_isNumberRead && !value.IsEmpty)
        {
            _isNumberRead = true;
            var space = value.IndexOfAny(SipOctets.Space, SipOctets.Tab);
            value = space < 0 ? [] : SipOctets.TrimWhiteSpace(value[space..]);
        }

        if (!_isMethodRead && !value.IsEmpty)
        {
            _isMethodRead = true;
            Method = SipMethods.Parse(value);
        }
    }
}
