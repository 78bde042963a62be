// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The value of a=candidate (ICE).</summary>
internal static class SdpCandidate
{
    private const int MaxFoundationLength = 32;
    private const int MaxComponent = 256;
    private const int MaxPort = 65535;

    // 1 to 2**31 - 1   RFC 8445 §5.1.2
    private const int MaxPriority = int.MaxValue;

    // foundation SP component-id SP transport SP priority SP connection-address SP port SP cand-type [ SP rel-addr ] [ SP rel-port ] *( SP cand-extension )
    // RFC 8839 §5.1
    /// <summary>Where <paramref name="value"/> stops being that; -1 when it is.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        if (!fields.Next() || !IsFoundation(fields.Current)
            || !fields.Next() || SdpOctets.ToNumber(fields.Current, MaxComponent) < 1
            || !fields.Next() || !SdpOctets.IsToken(fields.Current)
            || !fields.Next() || SdpOctets.ToNumber(fields.Current, MaxPriority) < 1
            || !fields.Next() || !SdpAddress.IsAny(fields.Current)
            || !fields.Next() || SdpOctets.ToNumber(fields.Current, MaxPort) < 0
            || !fields.Next() || !fields.Current.SequenceEqual("typ"u8)
            || !fields.Next() || !SdpOctets.IsToken(fields.Current))
        {
            return fields.Start;
        }

        return CheckPairs(ref fields);
    }

    // rel-addr = "raddr" SP connection-address;  rel-port = "rport" SP port;  cand-extension = token SP *VCHAR   RFC 8839 §5.1
    private static int CheckPairs(ref SdpFields fields)
    {
        while (fields.Next())
        {
            if (!SdpOctets.IsToken(fields.Current))
            {
                return fields.Start;
            }

            var isAddress = fields.Current.SequenceEqual("raddr"u8);
            var isPort = fields.Current.SequenceEqual("rport"u8);
            if (!fields.Next()
                || (isAddress && !SdpAddress.IsAny(fields.Current))
                || (isPort && SdpOctets.ToNumber(fields.Current, MaxPort) < 0)
                || fields.Current.IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
            {
                return fields.Start;
            }
        }

        return -1;
    }

    // foundation = 1*32ice-char;  ice-char = ALPHA / DIGIT / "+" / "/"   RFC 8839 §5.1
    private static bool IsFoundation(ReadOnlySpan<byte> field) =>
        field.Length is > 0 and <= MaxFoundationLength && SdpOctets.Base64Length(field) == field.Length && field.IndexOf((byte)'=') < 0;
}
