// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;

namespace FastSipAlg.Sip.Sdp;

/// <summary>The m= line. Which media and transports exist is not judged: new ones are registered every year.</summary>
internal static class SdpMedia
{
    private const int MaxPort = 65535;

    private const int MaxPayloadType = 127;

    // m=media SP port [ "/" integer ] SP proto 1*( SP fmt );  media, fmt = token;  proto = token *( "/" token )   RFC 8866 §5.14, §9
    // A format may name a media type, which has a slash.
    /// <summary>
    /// Where <paramref name="value"/> stops being a media line; -1 when it is one. <paramref name="isRejected"/>: its port is 0, so it offers nothing (RFC 3264 §6).
    /// </summary>
    public static int Check(ReadOnlySpan<byte> value, out bool isRejected)
    {
        isRejected = false;
        var fields = new SdpFields(value);
        if (!fields.Next() || !SdpOctets.IsToken(fields.Current) || !fields.Next())
        {
            return fields.Start;
        }

        var fault = CheckPort(fields.Current, out isRejected);
        if (fault >= 0)
        {
            return fields.Start + fault;
        }

        if (!fields.Next())
        {
            return fields.Start;
        }

        var isRtp = IsRtp(fields.Current);
        if (!isRtp && !AreTokens(fields.Current))
        {
            return fields.Start;
        }

        var formats = fields.Start + fields.Current.Length;
        fault = isRtp ? CheckPayloadTypes(value[formats..]) : CheckFormats(value[formats..]);
        return fault < 0 ? -1 : formats + fault;
    }

    // 1*( SP fmt ), each fmt a payload type, which an RTP packet has seven bits for   RFC 3550 §5.1
    private static int CheckPayloadTypes(ReadOnlySpan<byte> formats)
    {
        var start = 0;
        do
        {
            var number = -1;
            var index = start + 1;
            while (index < formats.Length && SdpOctets.IsDigit(formats[index]) && number <= MaxPayloadType)
            {
                number = Math.Max(number, 0) * 10 + (formats[index] - '0');
                index++;
            }

            if (number is < 0 or > MaxPayloadType || (index < formats.Length && formats[index] != SdpOctets.Space))
            {
                return Math.Min(start + 1, formats.Length);
            }

            start = index;
        }
        while (start < formats.Length);

        return -1;
    }

    private static int CheckFormats(ReadOnlySpan<byte> formats)
    {
        var fields = new SdpFields(formats);
        fields.Next();
        do
        {
            if (!fields.Next() || !AreTokens(fields.Current))
            {
                return fields.Start;
            }
        }
        while (!fields.IsLast);

        return -1;
    }

    private static int CheckPort(ReadOnlySpan<byte> field, out bool isRejected)
    {
        var port = SdpOctets.ToNumber(field, MaxPort);
        isRejected = port == 0;
        return port < 0 ? CheckPortAndCount(field, out isRejected) : -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CheckPortAndCount(ReadOnlySpan<byte> field, out bool isRejected)
    {
        var slash = field.IndexOf((byte)'/');
        var port = slash < 0 ? -1 : SdpOctets.ToNumber(field[..slash], MaxPort);
        isRejected = port == 0;
        if (port < 0)
        {
            return 0;
        }

        // integer = POS-DIGIT *DIGIT   RFC 8866 §9
        return SdpOctets.ToNumber(field[(slash + 1)..], MaxPort) > 0 && field[slash + 1] != '0' ? -1 : slash + 1;
    }

    // token *( "/" token )
    private static bool AreTokens(ReadOnlySpan<byte> field)
    {
        for (var index = 0; ; index++)
        {
            var length = SdpOctets.TokenLength(field[index..]);
            index += length;
            if (length == 0 || index == field.Length || field[index] != '/')
            {
                return length > 0 && index == field.Length;
            }
        }
    }

    // Their formats are payload types   RFC 8866 §5.14, RFC 4585 §4, RFC 5124 §4, RFC 5764 §8, RFC 7850 §4
    private static bool IsRtp(ReadOnlySpan<byte> transport)
    {
        if (transport.StartsWith("UDP/TLS/"u8) || transport.StartsWith("TCP/TLS/"u8) || transport.StartsWith("TCP/DTLS/"u8))
        {
            transport = transport[(transport[4] == 'D' ? "TCP/DTLS/".Length : "TCP/TLS/".Length)..];
        }
        else if (transport.StartsWith("TCP/"u8))
        {
            transport = transport["TCP/".Length..];
        }

        return transport.SequenceEqual("RTP/AVP"u8) || transport.SequenceEqual("RTP/SAVP"u8)
            || transport.SequenceEqual("RTP/AVPF"u8) || transport.SequenceEqual("RTP/SAVPF"u8);
    }
}
