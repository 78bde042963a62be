// SPDX-License-Identifier: MIT

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>What both sides' tests share.</summary>
public static class TlsCaseData
{
    public const string Request =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKstranger\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: stranger\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    public static TheoryData<TlsCase> Of(Stranger stranger) => [.. TlsCase.All.Where(one => StrangerArguments.CanOffer(stranger, one.Offer))];
}
