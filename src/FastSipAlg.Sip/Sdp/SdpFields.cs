// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;

namespace FastSipAlg.Sip.Sdp;

/// <summary>
/// The fields of a line's value, which exactly one SP separates (RFC 8866 §5): two in a row have an empty field between them. After the last one comes
/// nothing, at the value's end.
/// </summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "A ref struct is never compared.")]
internal ref struct SdpFields(ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> _value = value;
    private int _next;

    /// <summary>Where the current field begins; the value's length after the last one.</summary>
    public int Start { get; private set; }

    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly bool IsLast => _next > _value.Length;

    public bool Next()
    {
        if (_next > _value.Length)
        {
            Start = _value.Length;
            Current = [];
            return false;
        }

        var rest = _value[_next..];
        var length = rest.IndexOf(SdpOctets.Space);
        Current = length < 0 ? rest : rest[..length];
        Start = _next;
        _next += Current.Length + 1;
        return true;
    }
}
