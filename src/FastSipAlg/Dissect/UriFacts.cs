// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Dissect;

/// <summary>The parts of a URI; of one that is malformed, what could be told apart before the fault.</summary>
internal static class UriFacts
{
    public static void AddTo(List<Fact> facts, ReadOnlySpan<byte> octets)
    {
        _ = SipUriView.Read(octets, out var uri);
        AddTo(facts, "scheme", uri.SchemeName);
        AddTo(facts, "user", uri.User);
        AddTo(facts, "host", uri.Host);
        if (uri.Port > 0)
        {
            facts.Add(new Fact("port", uri.Port.ToString(CultureInfo.InvariantCulture)));
        }

        AddTo(facts, "uri-parameters", uri.Parameters);
        AddTo(facts, "uri-headers", uri.Headers);
    }

    public static void AddTo(List<Fact> facts, string name, ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            facts.Add(new Fact(name, ShownText.Of(octets)));
        }
    }
}
