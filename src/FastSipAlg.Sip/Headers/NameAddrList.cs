// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: addresses separated by commas, each with its parameters.
/// Route = "Route" HCOLON route-param *( COMMA route-param );  route-param = name-addr *( SEMI rr-param )   RFC 3261 §25.1
/// </summary>
public static class NameAddrList
{
    /// <summary>Checks a whole value, every address in it; <paramref name="count"/> says how many were sound.</summary>
    public static SipFault Check(ReadOnlySpan<byte> value, NameAddrForm form, out int count)
    {
        count = 0;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var schemes = default(IdentitySchemes);
        var at = 0;
        while (true)
        {
            if (at == value.Length || value[at] == ',')
            {
                return new SipFault(SipDefect.ListElementEmpty, at);
            }

            var start = at;
            var defect = AddressSyntax.Read(value, ref at, isList: true, out var parts);
            if (defect != SipDefect.None)
            {
                return new SipFault(defect, at);
            }

            defect = form switch
            {
                NameAddrForm.Route when !parts.IsBracketed => SipDefect.BracketsMissing,
                NameAddrForm.Identity => schemes.Add(parts.Scheme),
                _ => SipDefect.None,
            };
            if (defect != SipDefect.None)
            {
                return new SipFault(defect, defect == SipDefect.IdentitySchemeInvalid ? parts.UriStart : start);
            }

            defect = AddressParameters.Read(value, ref at, KnownParameters.None, out _);
            if (defect != SipDefect.None)
            {
                return new SipFault(defect, at);
            }

            count++;
            if (at == value.Length)
            {
                return default;
            }

            at = HeaderLexer.SkipLws(value, at + 1);
        }
    }

    // One or two values; of two, one is a sip or sips URI and the other a tel URI   RFC 3325 §9.1
    private struct IdentitySchemes
    {
        private bool _hasSip;
        private bool _hasTel;

        public SipDefect Add(SipUriScheme scheme)
        {
            if (scheme == SipUriScheme.Other)
            {
                return SipDefect.IdentitySchemeInvalid;
            }

            ref var isKnown = ref scheme == SipUriScheme.Tel ? ref _hasTel : ref _hasSip;
            var defect = isKnown ? SipDefect.IdentityCountInvalid : SipDefect.None;
            isKnown = true;
            return defect;
        }
    }
}
