// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: the parameters behind an address, up to the comma behind the last or the end of the value.</summary>
internal static class AddressParameters
{
    /// <summary>Parameters that <paramref name="known"/> names are read by their own grammar, all others as generic-param.</summary>
    public static SipDefect Read(ReadOnlySpan<byte> value, ref int at, KnownParameters known, out Range tag)
    {
        tag = default;
        if (at == value.Length)
        {
            return SipDefect.None;
        }

        var names = default(ParameterNames);
        while (HeaderLexer.TryPass(value, ref at, (byte)';'))
        {
            var defect = HeaderParameter.ReadName(value, ref at, ref names, out var parameter);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            var name = parameter.Name(value);
            if (known == KnownParameters.Tag && HeaderLexer.IsToken(name, "tag"u8))
            {
                // tag-param = "tag" EQUAL token   RFC 3261 §25.1
                var start = at;
                defect = parameter.ReadToken(value, ref at, SipDefect.TagInvalid);
                tag = start..at;
            }
            else if (known == KnownParameters.Contact && name.Length is 1 or 7)
            {
                defect = ReadContactParameter(value, ref at, parameter);
            }
            else
            {
                defect = parameter.ReadValue(value, ref at);
            }

            if (defect != SipDefect.None)
            {
                return defect;
            }
        }

        at = HeaderLexer.SkipLws(value, at);
        return at == value.Length || value[at] == ',' ? SipDefect.None : SipDefect.ValueTrailing;
    }

    // contact-params = c-p-q / c-p-expires / contact-extension   RFC 3261 §25.1
    private static SipDefect ReadContactParameter(ReadOnlySpan<byte> value, ref int at, in HeaderParameter parameter)
    {
        var name = parameter.Name(value);
        var isQ = HeaderLexer.IsToken(name, "q"u8);
        if (!isQ && !HeaderLexer.IsToken(name, "expires"u8))
        {
            return parameter.ReadValue(value, ref at);
        }

        var end = parameter.HasValue ? HeaderLexer.TokenEnd(value, at) : at;
        var text = value[at..end];
        if (!HeaderLexer.IsDelimited(value, end) || !(isQ ? IsQValue(text) : IntegerHeader.TryParse(text, out _)))
        {
            return isQ ? SipDefect.ContactQInvalid : SipDefect.ContactExpiresInvalid;
        }

        at = end;
        return SipDefect.None;
    }

    // qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )   RFC 3261 §25.1
    private static bool IsQValue(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 5 || text[0] is not ((byte)'0' or (byte)'1') || (text.Length > 1 && text[1] != '.'))
        {
            return false;
        }

        var decimals = text.Length > 2 ? text[2..] : [];
        return decimals.IndexOfAnyExceptInRange((byte)'0', text[0] == '0' ? (byte)'9' : (byte)'0') < 0;
    }
}

/// <summary>Which parameters behind an address have a grammar of their own.</summary>
internal enum KnownParameters : byte
{
    None,
    Tag,
    Contact,
}
