// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Text;

namespace FastSipAlg.Sip.Grammar;

/// <summary>
/// Hot path: names of header fields, long and compact, to their ids and back. Names are case-insensitive (RFC 3261 §7.3.1).
/// </summary>
public static class SipHeaderNames
{
    // Multiplier for which no two names share a slot; found by trying, held by a test.
    private const uint Multiplier = 0x623A_C885;
    private const int SlotBits = 10;

    private static readonly string[] Names =
    [
        "",
        "Accept",
        "Accept-Contact",
        "Accept-Encoding",
        "Accept-Language",
        "Accept-Resource-Priority",
        "Additional-Identity",
        "Alert-Info",
        "Allow",
        "Allow-Events",
        "Answer-Mode",
        "Attestation-Info",
        "Authentication-Info",
        "Authorization",
        "Call-ID",
        "Call-Info",
        "Cellular-Network-Info",
        "Contact",
        "Content-Disposition",
        "Content-Encoding",
        "Content-ID",
        "Content-Language",
        "Content-Length",
        "Content-Type",
        "CSeq",
        "Date",
        "DC-Info",
        "Diversion",
        "Encryption",
        "Error-Info",
        "Event",
        "Expires",
        "Feature-Caps",
        "Flow-Timer",
        "From",
        "Geolocation",
        "Geolocation-Error",
        "Geolocation-Routing",
        "Hide",
        "History-Info",
        "Identity",
        "Identity-Info",
        "In-Reply-To",
        "Info-Package",
        "Join",
        "Max-Breadth",
        "Max-Forwards",
        "MIME-Version",
        "Min-Expires",
        "Min-SE",
        "Organization",
        "Origination-Id",
        "P-Access-Network-Info",
        "P-Answer-State",
        "P-Asserted-Identity",
        "P-Asserted-Service",
        "P-Associated-URI",
        "P-Called-Party-ID",
        "P-Charge-Info",
        "P-Charging-Function-Addresses",
        "P-Charging-Vector",
        "P-DCS-Billing-Info",
        "P-DCS-LAES",
        "P-DCS-OSPS",
        "P-DCS-Redirect",
        "P-DCS-Trace-Party-ID",
        "P-Early-Media",
        "P-Media-Authorization",
        "P-Preferred-Identity",
        "P-Preferred-Service",
        "P-Private-Network-Indication",
        "P-Profile-Key",
        "P-Refused-URI-List",
        "P-Served-User",
        "P-User-Database",
        "P-Visited-Network-ID",
        "Path",
        "Permission-Missing",
        "Policy-Contact",
        "Policy-ID",
        "Priority",
        "Priority-Share",
        "Priority-Verstat",
        "Priv-Answer-Mode",
        "Privacy",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Require",
        "RAck",
        "Reason",
        "Reason-Phrase",
        "Record-Route",
        "Recv-Info",
        "Refer-Events-At",
        "Refer-Sub",
        "Refer-To",
        "Referred-By",
        "Reject-Contact",
        "Relayed-Charge",
        "Replaces",
        "Reply-To",
        "Request-Disposition",
        "Require",
        "Resource-Priority",
        "Resource-Share",
        "Response-Key",
        "Response-Source",
        "Restoration-Info",
        "Retry-After",
        "Route",
        "RSeq",
        "Security-Client",
        "Security-Server",
        "Security-Verify",
        "Server",
        "Service-Interact-Info",
        "Service-Route",
        "Session-Expires",
        "Session-ID",
        "SIP-ETag",
        "SIP-If-Match",
        "Subject",
        "Subscription-State",
        "Supported",
        "Suppress-If-Match",
        "Target-Dialog",
        "Timestamp",
        "To",
        "Trigger-Consent",
        "Unsupported",
        "User-Agent",
        "User-to-User",
        "Via",
        "Warning",
        "WWW-Authenticate",
    ];

    // By letter, from 'a'   RFC 3261 §7.3.3 and the RFCs that registered the others
    private static readonly SipHeaderId[] Compact =
    [
        SipHeaderId.AcceptContact, SipHeaderId.ReferredBy, SipHeaderId.ContentType, SipHeaderId.RequestDisposition, SipHeaderId.ContentEncoding,
        SipHeaderId.From, SipHeaderId.Unknown, SipHeaderId.Unknown, SipHeaderId.CallId, SipHeaderId.RejectContact, SipHeaderId.Supported,
        SipHeaderId.ContentLength, SipHeaderId.Contact, SipHeaderId.IdentityInfo, SipHeaderId.Event, SipHeaderId.Unknown, SipHeaderId.Unknown,
        SipHeaderId.ReferTo, SipHeaderId.Subject, SipHeaderId.To, SipHeaderId.AllowEvents, SipHeaderId.Via, SipHeaderId.Unknown,
        SipHeaderId.SessionExpires, SipHeaderId.Identity, SipHeaderId.Unknown,
    ];

    private static readonly byte[][] Octets = Array.ConvertAll(Names, Encoding.ASCII.GetBytes);
    private static readonly byte[][] Lower = Array.ConvertAll(Names, name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()));
    private static readonly SipHeaderId[] Slots = MakeSlots();

    /// <summary>The header that these octets name, in any case, long or compact.</summary>
    public static SipHeaderId Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < 2)
        {
            return FindCompact(name);
        }

        var candidate = Slots[SlotOf(name)];
        return IsName(name, Lower[(int)candidate]) ? candidate : SipHeaderId.Unknown;
    }

    /// <summary>The long name as its RFC writes it; empty for <see cref="SipHeaderId.Unknown"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static string ToName(SipHeaderId id) => Names[(int)id];

    /// <summary>The long name as octets; empty for <see cref="SipHeaderId.Unknown"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">Not a member.</exception>
    public static ReadOnlySpan<byte> ToOctets(SipHeaderId id) => Octets[(int)id];

    /// <summary>The header of this name, in any case, long or compact; false when there is none.</summary>
    public static bool TryParse(string name, out SipHeaderId id)
    {
        ArgumentNullException.ThrowIfNull(name);
        id = Ascii.IsValid(name) ? Find(Encoding.ASCII.GetBytes(name)) : SipHeaderId.Unknown;
        return id != SipHeaderId.Unknown;
    }

    private static SipHeaderId FindCompact(ReadOnlySpan<byte> name)
    {
        var letter = name.IsEmpty ? -1 : (name[0] | 0x20) - 'a';
        return (uint)letter < (uint)Compact.Length && char.IsAsciiLetter((char)name[0]) ? Compact[letter] : SipHeaderId.Unknown;
    }

    // Eight octets at once, the last eight again where that fills up; names have at least two.
    private static bool IsName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower)
    {
        if (name.Length != lower.Length)
        {
            return false;
        }

        if (name.Length < sizeof(ulong))
        {
            return IsShortName(name, lower);
        }

        for (var start = 0; start <= name.Length - sizeof(ulong); start += sizeof(ulong))
        {
            if (!IsSame(BinaryPrimitives.ReadUInt64LittleEndian(name[start..]), BinaryPrimitives.ReadUInt64LittleEndian(lower[start..])))
            {
                return false;
            }
        }

        return IsSame(BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]), BinaryPrimitives.ReadUInt64LittleEndian(lower[^sizeof(ulong)..]));
    }

    private static bool IsShortName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower)
    {
        if (name.Length < sizeof(uint))
        {
            return IsSame(name[0] | (uint)name[1] << 8 | (uint)name[^1] << 16, lower[0] | (uint)lower[1] << 8 | (uint)lower[^1] << 16);
        }

        return IsSame(BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(lower))
            && IsSame(BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]), BinaryPrimitives.ReadUInt32LittleEndian(lower[^sizeof(uint)..]));
    }

    // Small letters have the bit 0x40, which hyphens have not; half of it is what sets them apart from capitals.
    private static bool IsSame(ulong octets, ulong lower) => (octets | (lower & 0x4040_4040_4040_4040) >> 1) == lower;

    // Length and three octets tell all names apart; their case does not count.
    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        var key = name[0] | (uint)name[name.Length >> 1] << 8 | (uint)name[^2] << 16 | (uint)name.Length << 24;
        return (int)((key | 0x0020_2020) * Multiplier >> (32 - SlotBits));
    }

    private static SipHeaderId[] MakeSlots()
    {
        var slots = new SipHeaderId[1 << SlotBits];
        for (var id = 1; id < Octets.Length; id++)
        {
            slots[SlotOf(Octets[id])] = (SipHeaderId)id;
        }

        return slots;
    }
}
