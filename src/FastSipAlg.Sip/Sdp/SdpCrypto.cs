// SPDX-License-Identifier: MIT

using System.Buffers;

namespace FastSipAlg.Sip.Sdp;

/// <summary>The value of a=crypto. Whether a key is of its suite's length is between the two ends.</summary>
internal static class SdpCrypto
{
    private const int MaxTagLength = 9;

    // crypto-suite = 1*( ALPHA / DIGIT / "_" )   RFC 4568 §9.1, and key-method-ext as well; the hyphen is in no RFC but in some products' suites
    private static readonly SearchValues<byte> Suite =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    // tag 1*WSP crypto-suite 1*WSP key-params *( 1*WSP session-param )   RFC 4568 §9.1
    /// <summary>Where <paramref name="value"/> stops being that; -1 when it is.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        var tag = SdpOctets.DigitsLength(value);
        if (tag is 0 or > MaxTagLength)
        {
            return 0;
        }

        var suite = SkipSpace(value, tag);
        if (suite == tag)
        {
            return tag;
        }

        var end = suite + SuiteLength(value[suite..]);
        var keys = SkipSpace(value, end);
        if (end == suite || keys == end)
        {
            return end;
        }

        var length = value[keys..].IndexOfAny((byte)' ', (byte)'\t');
        end = length < 0 ? value.Length : keys + length;
        var fault = CheckKeys(value[keys..end]);
        return fault < 0 ? CheckSessionParameters(value, end) : keys + fault;
    }

    // key-params = key-param *( ";" key-param );  key-param = key-method ":" key-info   RFC 4568 §9.1
    private static int CheckKeys(ReadOnlySpan<byte> keys)
    {
        for (var start = 0; ; start++)
        {
            var length = keys[start..].IndexOf((byte)';');
            var key = length < 0 ? keys[start..] : keys.Slice(start, length);
            var fault = CheckKey(key);
            if (fault >= 0)
            {
                return start + fault;
            }

            start += key.Length;
            if (length < 0)
            {
                return -1;
            }
        }
    }

    private static int CheckKey(ReadOnlySpan<byte> key)
    {
        if (key.StartsWith("inline:"u8))
        {
            var fault = CheckInline(key["inline:".Length..]);
            return fault < 0 ? -1 : "inline:".Length + fault;
        }

        var colon = SuiteLength(key);
        return colon > 0 && colon < key.Length && key[colon] == ':'
            ? SdpOctets.IsVisible(key[(colon + 1)..]) ? -1 : colon + 1
            : colon;
    }

    // srtp-key-info = key-salt [ "|" lifetime ] [ "|" mki ];  lifetime = [ "2^" ] 1*DIGIT;  mki = mki-value ":" mki-length   RFC 4568 §9.2
    private static int CheckInline(ReadOnlySpan<byte> info)
    {
        var end = SdpOctets.Base64Length(info);
        if (end == 0)
        {
            return 0;
        }

        var isLifetimeRead = false;
        while (end < info.Length)
        {
            if (info[end] != '|')
            {
                return end;
            }

            var part = end + 1;
            var length = info[part..].IndexOf((byte)'|');
            end = length < 0 ? info.Length : part + length;
            var isLast = IsMasterKeyIndex(info[part..end]);
            if (isLast ? end < info.Length : isLifetimeRead || !IsLifetime(info[part..end]))
            {
                return isLast ? end : part;
            }

            isLifetimeRead = true;
        }

        return -1;
    }

    private static bool IsLifetime(ReadOnlySpan<byte> part) => SdpOctets.IsDecimal(part.StartsWith("2^"u8) ? part[2..] : part);

    private static bool IsMasterKeyIndex(ReadOnlySpan<byte> part)
    {
        var colon = part.IndexOf((byte)':');
        return colon > 0 && SdpOctets.IsDecimal(part[..colon]) && SdpOctets.IsDecimal(part[(colon + 1)..]);
    }

    // session-param = 1*( %x21-7E ), whatever it says   RFC 4568 §9.1
    private static int CheckSessionParameters(ReadOnlySpan<byte> value, int start)
    {
        for (var index = start; index < value.Length; index++)
        {
            if (value[index] is (< (byte)' ' and not (byte)'\t') or > (byte)'~')
            {
                return index;
            }
        }

        return -1;
    }

    private static int SkipSpace(ReadOnlySpan<byte> value, int index)
    {
        while (index < value.Length && value[index] is (byte)' ' or (byte)'\t')
        {
            index++;
        }

        return index;
    }

    private static int SuiteLength(ReadOnlySpan<byte> octets)
    {
        var length = octets.IndexOfAnyExcept(Suite);
        return length < 0 ? octets.Length : length;
    }
}
