// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The a= line: any attribute's form, and the values of those that an ALG must understand.</summary>
internal static class SdpAttribute
{
    private const int MaxPayloadType = 127;
    private const int MaxPort = 65535;

    // attribute = ( att-field ":" att-value ) / att-field;  att-field = token;  att-value = byte-string   RFC 8866 §5.13, §9
    /// <summary>Where <paramref name="line"/> stops being an attribute; -1 when it is one.</summary>
    public static int Check(ReadOnlySpan<byte> line)
    {
        var colon = SdpOctets.TokenLength(line);
        if (colon == line.Length && colon > 0)
        {
            return -1;
        }

        if (colon == 0 || line[colon] != ':')
        {
            return colon;
        }

        var value = line[(colon + 1)..];
        var fault = value.IsEmpty ? 0 : CheckKnown(line[..colon], value);
        return fault < 0 ? -1 : colon + 1 + fault;
    }

    private static int CheckKnown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        return name.Length switch
        {
            4 when name.SequenceEqual("fmtp"u8) => CheckFormatParameters(value),
            4 when name.SequenceEqual("rtcp"u8) => CheckRtcp(value),
            5 when name.SequenceEqual("ptime"u8) => CheckPacketTime(value),
            6 when name.SequenceEqual("rtpmap"u8) => CheckRtpMap(value),
            6 when name.SequenceEqual("crypto"u8) => SdpCrypto.Check(value),
            9 when name.SequenceEqual("candidate"u8) => SdpCandidate.Check(value),
            _ => -1,
        };
    }

    // rtpmap-value = payload-type SP encoding-name "/" clock-rate [ "/" encoding-params ]   RFC 8866 §6.6
    private static int CheckRtpMap(ReadOnlySpan<byte> value)
    {
        var space = SdpOctets.DigitsLength(value);
        if (SdpOctets.ToNumber(value[..space], MaxPayloadType) < 0)
        {
            return 0;
        }

        if (space == value.Length || value[space] != SdpOctets.Space)
        {
            return space;
        }

        var name = space + 1;
        var slash = name + SdpOctets.TokenLength(value[name..]);
        if (slash == name || slash == value.Length || value[slash] != '/')
        {
            return slash;
        }

        // integer = POS-DIGIT *DIGIT   RFC 8866 §9
        var rate = slash + 1;
        var end = rate + SdpOctets.DigitsLength(value[rate..]);
        if (end == rate || value[rate] == '0')
        {
            return rate;
        }

        return end == value.Length || (value[end] == '/' && SdpOctets.IsDecimal(value[(end + 1)..]) && value[end + 1] != '0') ? -1 : end;
    }

    // fmtp-value = fmt SP format-specific-params;  fmt = token   RFC 8866 §6.15
    private static int CheckFormatParameters(ReadOnlySpan<byte> value)
    {
        var length = SdpOctets.TokenLength(value);
        return length > 0 && length + 1 < value.Length && value[length] == SdpOctets.Space ? -1 : length;
    }

    // ptime-value = non-zero-int-or-real   RFC 8866 §6.4; zeros at either end do no harm
    private static int CheckPacketTime(ReadOnlySpan<byte> value)
    {
        var whole = SdpOctets.DigitsLength(value);
        if (whole == 0)
        {
            return 0;
        }

        if (whole < value.Length && (value[whole] != '.' || !SdpOctets.IsDecimal(value[(whole + 1)..])))
        {
            return whole;
        }

        return value.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0 ? -1 : 0;
    }

    // rtcp-attribute = "a=rtcp:" port [ nettype SP addrtype SP connection-address ]   RFC 3605 §2.1; with a SP before nettype, as its examples have
    private static int CheckRtcp(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        if (!fields.Next() || SdpOctets.ToNumber(fields.Current, MaxPort) < 0)
        {
            return fields.Start;
        }

        if (fields.IsLast)
        {
            return -1;
        }

        var fault = SdpAddress.CheckTriple(ref fields);
        return fault >= 0 || !fields.Next() ? fault : fields.Start;
    }
}
