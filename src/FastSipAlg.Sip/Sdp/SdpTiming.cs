// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The t=, r= and z= lines. Times are NTP seconds; how many digits they have is not judged.</summary>
internal static class SdpTiming
{
    // t=start-time SP stop-time   RFC 8866 §5.9, §9
    /// <summary>Where <paramref name="value"/> stops being a start and a stop that is no earlier, or 0 for none; -1 when it is that.</summary>
    public static int CheckTime(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        if (!fields.Next() || !SdpOctets.IsDecimal(fields.Current))
        {
            return fields.Start;
        }

        var start = fields.Current.TrimStart((byte)'0');
        if (!fields.Next() || !SdpOctets.IsDecimal(fields.Current))
        {
            return fields.Start;
        }

        var stop = fields.Current.TrimStart((byte)'0');
        if (!stop.IsEmpty && (stop.Length < start.Length || (stop.Length == start.Length && stop.SequenceCompareTo(start) < 0)))
        {
            return fields.Start;
        }

        return fields.Next() ? fields.Start : -1;
    }

    // r=repeat-interval 2*( SP typed-time );  repeat-interval = POS-DIGIT *DIGIT [ fixed-len-time-unit ]   RFC 8866 §5.10, §9
    /// <summary>Where <paramref name="value"/> stops being an interval, a duration and offsets; -1 when it is that.</summary>
    public static int CheckRepeat(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        var count = 0;
        while (fields.Next())
        {
            if (!IsTypedTime(fields.Current) || (count == 0 && fields.Current[0] == '0'))
            {
                return fields.Start;
            }

            count++;
        }

        return count >= 3 ? -1 : value.Length;
    }

    // z=time SP [ "-" ] typed-time *( SP time SP [ "-" ] typed-time )   RFC 8866 §5.11, §9
    /// <summary>Where <paramref name="value"/> stops being pairs of a time and an offset; -1 when it is that.</summary>
    public static int CheckZone(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        do
        {
            if (!fields.Next() || !SdpOctets.IsDecimal(fields.Current) || !fields.Next() || !IsOffset(fields.Current))
            {
                return fields.Start;
            }
        }
        while (!fields.IsLast);

        return -1;
    }

    private static bool IsOffset(ReadOnlySpan<byte> field) => IsTypedTime(field.StartsWith("-"u8) ? field[1..] : field);

    // typed-time = 1*DIGIT [ fixed-len-time-unit ];  fixed-len-time-unit = "d" / "h" / "m" / "s"   RFC 8866 §9
    private static bool IsTypedTime(ReadOnlySpan<byte> field)
    {
        var digits = SdpOctets.DigitsLength(field);
        return digits > 0 && (digits == field.Length || (digits == field.Length - 1 && field[digits] is (byte)'d' or (byte)'h' or (byte)'m' or (byte)'s'));
    }
}
