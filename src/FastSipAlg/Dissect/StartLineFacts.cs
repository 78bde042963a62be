// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Dissect;

/// <summary>What a start line says.</summary>
internal static class StartLineFacts
{
    public static List<Fact> Of(in SipMessageView message)
    {
        var facts = new List<Fact>();
        if (message.IsRequest)
        {
            facts.Add(new Fact("method", ShownText.Of(message.MethodName)));
            if (message.Method == SipMethod.Unknown)
            {
                facts.Add(new Fact("known", "no"));
            }

            UriFacts.AddTo(facts, message.RequestUri);
            return facts;
        }

        facts.Add(new Fact("status-code", message.StatusCode.ToString(CultureInfo.InvariantCulture)));
        facts.Add(new Fact("class", Class(message.StatusCode)));
        if (message.Method != SipMethod.Unknown)
        {
            facts.Add(new Fact("method", SipMethods.ToName(message.Method)));
        }

        return facts;
    }

    // RFC 3261 §7.2
    private static string Class(int statusCode) => (statusCode / 100) switch
    {
        1 => "provisional",
        2 => "success",
        3 => "redirection",
        4 => "client error",
        5 => "server error",
        6 => "global failure",
        _ => "none",
    };
}
