// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Framing;

/// <summary>
/// Hot path: where one header field stands in its message, in octets from the message's start. The value is without the white space around it; folds inside
/// are as they came.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SipHeaderField
{
    /// <summary>Longest header section that a field can be found in: name lengths have 24 bits.</summary>
    internal const int MaxHeaderSection = 1 << 24;

    // Length of the name, then 8 bits of id: a field is 16 octets.
    private readonly uint _nameLengthAndId;

    public SipHeaderField(SipHeaderId id, int nameStart, int nameLength, int valueStart, int valueLength)
    {
        _nameLengthAndId = (uint)nameLength << 8 | (byte)id;
        NameStart = nameStart;
        ValueStart = valueStart;
        ValueLength = valueLength;
    }

    public SipHeaderId Id => (SipHeaderId)_nameLengthAndId;

    public int NameStart { get; }

    public int NameLength => (int)(_nameLengthAndId >> 8);

    public int ValueStart { get; }

    public int ValueLength { get; init; }
}
