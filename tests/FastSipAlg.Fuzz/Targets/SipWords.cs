// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Targets;

/// <summary>What SIP messages and session descriptions are made of.</summary>
internal static class SipWords
{
    public static IReadOnlyList<string> All { get; } =
    [
        "\r\n", "\r\n\r\n", "\n", "\r", "\r\n ", "\r\n\t", "\0", "\u007f", "ä", " ", "\t", ":", ";", ",", "<", ">", "\"", "\\", "\\\"", "=", "?", "@", "%", "%00", "%zz",
        "[::1]", "[", "]", "[::ffff:192.0.2.1]:5061", "*", "/", "(", ")", "SIP/2.0", "SIP/3.0", "sip:", "sips:", "tel:", "urn:", "sip:a@b", "<sip:a@b;lr>", ";lr", ";tag=1",
        ";branch=z9hG4bK", ";rport", ";received=192.0.2.1", ";q=0.5", ";expires=3600", ";phone-context=+1", "SIP/2.0/TLS a;branch=z9hG4bK1",
        "INVITE sip:a@b SIP/2.0\r\n", "ACK", "BYE", "PRACK", "REGISTER", "SIP/2.0 200 OK\r\n", "SIP/2.0 100 ", "SIP/2.0 1xx",
        "Via: ", "v: ", "From: ", "f: ", "To: ", "t: ", "Call-ID: ", "i: ", "CSeq: ", "Contact: ", "m: ", "Content-Length: ", "l: ", "l: 0\r\n\r\n", "Content-Type: ", "c: ",
        "Max-Forwards: ", "Route: ", "Record-Route: ", "Require: ", "Supported: ", "k: ", "Allow: ", "Expires: ", "RAck: ", "RSeq: ", "P-Asserted-Identity: ", "Refer-To: ", "r: ",
        "0", "1", "255", "256", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775808", "-1", "+1",
        "Content-Type: application/sdp\r\n", "Content-Type: multipart/mixed;boundary=b\r\n", "--b\r\n", "--b--",
    ];
}
