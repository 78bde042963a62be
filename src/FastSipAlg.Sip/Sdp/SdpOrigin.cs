// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Sdp;

/// <summary>The o= line.</summary>
internal static class SdpOrigin
{
    // o=username SP sess-id SP sess-version SP nettype SP addrtype SP unicast-address   RFC 8866 §5.2, §9
    /// <summary>Where <paramref name="value"/> stops being an origin; -1 when it is one.</summary>
    public static int Check(ReadOnlySpan<byte> value)
    {
        var fields = new SdpFields(value);
        if (!fields.Next() || !SdpOctets.IsVisible(fields.Current)
            || !fields.Next() || !SdpOctets.IsDecimal(fields.Current)
            || !fields.Next() || !SdpOctets.IsDecimal(fields.Current))
        {
            return fields.Start;
        }

        var fault = SdpAddress.CheckTriple(ref fields);
        return fault >= 0 || !fields.Next() ? fault : fields.Start;
    }
}
