// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;

namespace FastSipAlg.Sip.Sdp;

/// <summary>One part of a <see cref="MultipartBody"/>.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A ref struct is never compared.")]
public readonly ref struct MultipartPart
{
    internal MultipartPart(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> content, int offset, bool isEncoded)
    {
        ContentType = contentType;
        Content = content;
        Offset = offset;
        IsEncoded = isEncoded;
    }

    /// <summary>The value of its Content-Type, folds inside; empty when it has none, which means text/plain (RFC 2046 §5.1).</summary>
    public ReadOnlySpan<byte> ContentType { get; }

    public ReadOnlySpan<byte> Content { get; }

    /// <summary>Where <see cref="Content"/> begins in the body.</summary>
    public int Offset { get; }

    /// <summary>The content is base64, compressed or the like: it cannot be read as it stands (RFC 2045 §6, RFC 3261 §20.12).</summary>
    public bool IsEncoded { get; }
}
