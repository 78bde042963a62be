// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The b= line.</summary>
internal static class SdpBandwidth
{
    // b=bwtype ":" bandwidth;  bwtype = token;  bandwidth = 1*DIGIT   RFC 8866 §5.8, §9
    /// <summary>Where <paramref name="value"/> stops being a bandwidth; -1 when it is one.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        var colon = SdpOctets.TokenLength(value);
        if (colon == 0 || colon == value.Length || value[colon] != ':')
        {
            return colon;
        }

        var digits = SdpOctets.DigitsLength(value[(colon + 1)..]);
        return digits > 0 && colon + 1 + digits == value.Length ? -1 : colon + 1 + digits;
    }
}
