// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Dissect;

/// <summary>What was understood of a header field's value. Nothing of a value that is malformed: what is wrong with it is told elsewhere.</summary>
internal static class FieldFacts
{
    public static IReadOnlyList<Fact> Of(SipHeaderId id, ReadOnlySpan<byte> value)
    {
        var facts = new List<Fact>();
        switch (id)
        {
            case SipHeaderId.Via:
                AddVia(facts, value);
                break;
            case SipHeaderId.From or SipHeaderId.To or SipHeaderId.ReferTo or SipHeaderId.ReplyTo or SipHeaderId.ReferredBy:
                AddAddress(facts, value);
                break;
            case SipHeaderId.Contact:
                AddContact(facts, value);
                break;
            case SipHeaderId.Route or SipHeaderId.RecordRoute or SipHeaderId.Path or SipHeaderId.ServiceRoute:
                AddAddresses(facts, value, NameAddrForm.Route);
                break;
            case SipHeaderId.PAssertedIdentity or SipHeaderId.PPreferredIdentity:
                AddAddresses(facts, value, NameAddrForm.Identity);
                break;
            case SipHeaderId.CSeq:
                AddCSeq(facts, value);
                break;
            case SipHeaderId.RAck:
                AddRAck(facts, value);
                break;
            case SipHeaderId.ContentType:
                AddContentType(facts, value);
                break;
            case SipHeaderId.Authorization or SipHeaderId.ProxyAuthorization or SipHeaderId.WwwAuthenticate or SipHeaderId.ProxyAuthenticate:
                AddScheme(facts, value);
                break;
            case SipHeaderId.ContentLength or SipHeaderId.MaxForwards or SipHeaderId.Expires or SipHeaderId.MinExpires or SipHeaderId.RSeq:
                AddNumber(facts, value);
                break;
            case SipHeaderId.Allow or SipHeaderId.Supported or SipHeaderId.Require or SipHeaderId.ProxyRequire or SipHeaderId.Unsupported:
                AddTokens(facts, value);
                break;
        }

        return facts;
    }

    private static void AddVia(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (!ViaHeader.Read(value, out var top, out var count).IsNone)
        {
            return;
        }

        UriFacts.AddTo(facts, "transport", top.Transport);
        UriFacts.AddTo(facts, "sent-by", top.SentBy);
        UriFacts.AddTo(facts, "branch", top.Branch);
        AddCount(facts, "vias", count);
    }

    private static void AddAddress(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (!NameAddr.Read(value, out var address).IsNone)
        {
            return;
        }

        UriFacts.AddTo(facts, "display-name", address.DisplayName);
        UriFacts.AddTo(facts, address.Uri);
        UriFacts.AddTo(facts, "parameters", address.Parameters);
        UriFacts.AddTo(facts, "tag", address.Tag);
    }

    private static void AddContact(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (!ContactHeader.Read(value, out var contact).IsNone)
        {
            return;
        }

        if (contact.IsWildcard)
        {
            facts.Add(new Fact("wildcard", "all bindings"));
        }
        else if (contact.Count == 1)
        {
            AddAddress(facts, value);
        }

        AddCount(facts, "addresses", contact.Count);
    }

    private static void AddAddresses(List<Fact> facts, ReadOnlySpan<byte> value, NameAddrForm form)
    {
        if (!NameAddrList.Check(value, form, out var count).IsNone)
        {
            return;
        }

        if (count == 1)
        {
            AddAddress(facts, value);
        }

        AddCount(facts, "addresses", count);
    }

    private static void AddCSeq(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (CSeqHeader.Read(value, out var cseq).IsNone)
        {
            Add(facts, "number", cseq.Number);
            UriFacts.AddTo(facts, "method", cseq.MethodName);
        }
    }

    private static void AddRAck(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (RAckHeader.Read(value, out var rack).IsNone)
        {
            Add(facts, "response-number", rack.ResponseNumber);
            Add(facts, "cseq-number", rack.CSeqNumber);
            UriFacts.AddTo(facts, "method", rack.MethodName);
        }
    }

    private static void AddContentType(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (ContentTypeHeader.Read(value, out var type).IsNone)
        {
            UriFacts.AddTo(facts, "type", type.Type);
            UriFacts.AddTo(facts, "subtype", type.Subtype);
            UriFacts.AddTo(facts, "boundary", type.Boundary);
        }
    }

    // What stands behind the scheme is masked in the line itself.
    private static void AddScheme(List<Fact> facts, ReadOnlySpan<byte> value) => UriFacts.AddTo(facts, "scheme", value[..Math.Max(0, value.IndexOf((byte)' '))]);

    private static void AddNumber(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (uint.TryParse(Encoding.Latin1.GetString(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Add(facts, "number", number);
        }
    }

    private static void AddTokens(List<Fact> facts, ReadOnlySpan<byte> value)
    {
        if (TokenListHeader.Check(value, mayBeEmpty: true).IsNone)
        {
            Add(facts, "tokens", value.IsEmpty ? 0 : (uint)value.Count((byte)',') + 1);
        }
    }

    // One is what everybody expects.
    private static void AddCount(List<Fact> facts, string name, int count)
    {
        if (count > 1)
        {
            Add(facts, name, (uint)count);
        }
    }

    private static void Add(List<Fact> facts, string name, uint number) => facts.Add(new Fact(name, number.ToString(CultureInfo.InvariantCulture)));
}
