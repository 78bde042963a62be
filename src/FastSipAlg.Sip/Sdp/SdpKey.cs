// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The k= line, which RFC 8866 §5.12 forbids to send and does not describe any more.</summary>
internal static class SdpKey
{
    // key-type = "prompt" / "clear:" text / "base64:" base64 / "uri:" uri   RFC 4566 §5.12, §9
    /// <summary>Where <paramref name="value"/> stops being a key; -1 when it is one.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("prompt"u8))
        {
            return -1;
        }

        var colon = value.IndexOf((byte)':');
        if (colon < 0)
        {
            return 0;
        }

        var key = value[(colon + 1)..];
        return value[..colon] switch
        {
            var method when method.SequenceEqual("clear"u8) => key.IsEmpty ? value.Length : -1,
            var method when method.SequenceEqual("base64"u8) => IsBase64(key) ? -1 : colon + 1,
            var method when method.SequenceEqual("uri"u8) => SdpOctets.IsVisible(key) ? -1 : colon + 1,
            _ => 0,
        };
    }

    // base64 = *base64-unit [ base64-pad ];  base64-unit = 4base64-char   RFC 4566 §9
    private static bool IsBase64(ReadOnlySpan<byte> key)
    {
        var padding = key.Length - key.TrimEnd((byte)'=').Length;
        return key.Length % 4 == 0 && padding <= 2 && !key.IsEmpty && SdpOctets.Base64Length(key) == key.Length && key.IndexOf((byte)'=') is var equals
            && (equals < 0 || equals == key.Length - padding);
    }
}
