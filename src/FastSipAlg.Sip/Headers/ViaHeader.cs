// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: the first element of a Via value; the others are checked and counted. Says nothing after a fault.
/// via-parm = sent-protocol LWS sent-by *( SEMI via-params )   RFC 3261 §25.1
/// </summary>
public readonly ref struct ViaHeader
{
    private readonly ReadOnlySpan<byte> _value;
    private readonly ViaParts _parts;

    private ViaHeader(ReadOnlySpan<byte> value, scoped in ViaParts parts)
    {
        _value = value;
        _parts = parts;
    }

    public ReadOnlySpan<byte> Transport => _value.Slice(_parts.TransportStart, _parts.TransportLength);

    /// <summary>Host and port as they stand there.</summary>
    public ReadOnlySpan<byte> SentBy => _value[_parts.HostStart.._parts.SentByEnd];

    /// <summary>An IPv6 address has its brackets.</summary>
    public ReadOnlySpan<byte> Host => _value[_parts.HostStart.._parts.HostEnd];

    /// <summary>0 for none.</summary>
    public int Port => _parts.Port;

    /// <summary>Empty for none.</summary>
    public ReadOnlySpan<byte> Branch => _value.Slice(_parts.BranchStart, _parts.BranchLength);

    /// <summary>Checks a whole Via value, every element, all but whether the first has a branch with the magic cookie.</summary>
    public static SipFault Read(ReadOnlySpan<byte> value, out ViaHeader top, out int count)
    {
        top = default;
        count = 0;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = 0;
        while (true)
        {
            var parts = default(ViaParts);
            var defect = ViaSyntax.ReadElement(value, ref at, ref parts);
            if (defect != SipDefect.None)
            {
                top = default;
                return new SipFault(defect, at);
            }

            if (count++ == 0)
            {
                top = new ViaHeader(value, parts);
            }

            if (at == value.Length)
            {
                return default;
            }

            at = HeaderLexer.SkipLws(value, at + 1);
        }
    }

    /// <summary>Judges the branch, which only the top Via of a message owes. The offset is from the start of the value that was read.</summary>
    public SipFault CheckBranch(bool acceptsRfc2543)
    {
        // "a branch ID inserted by an element compliant with this specification MUST always begin with z9hG4bK"   RFC 3261 §8.1.1.7
        var branch = Branch;
        var hasCookie = branch.Length >= "z9hG4bK".Length && HeaderLexer.IsToken(branch[.."z9hG4bK".Length], "z9hg4bk"u8);
        if (hasCookie)
        {
            return branch.Length == "z9hG4bK".Length ? new SipFault(SipDefect.ViaBranchInvalid, _parts.BranchStart) : default;
        }

        if (acceptsRfc2543)
        {
            return default;
        }

        return branch.IsEmpty ? new SipFault(SipDefect.ViaBranchMissing, 0) : new SipFault(SipDefect.ViaBranchWithoutCookie, _parts.BranchStart);
    }
}

/// <summary>Where the parts of a Via element stand in the value.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ViaParts
{
    public int TransportStart;
    public int TransportLength;
    public int HostStart;
    public int HostEnd;
    public int SentByEnd;
    public int Port;
    public int BranchStart;
    public int BranchLength;
}
