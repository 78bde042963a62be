// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.LoadGenerator.Messages;

/// <summary>The text of the generated requests; <see cref="RequestTemplate.Mark"/> stands where the sequence number goes.</summary>
internal static class RequestText
{
    private const string Mark = RequestTemplate.Mark;

    public static string Register(int connection)
    {
        var user = User(connection);
        return
            $"REGISTER sip:sip.perf.test;transport=tls SIP/2.0\r\n" +
            $"Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK-{user}-{Mark};rport;alias\r\n" +
            $"Max-Forwards: 70\r\n" +
            $"From: \"Desk {user}\" <sip:{user}@sip.perf.test>;tag=t{user}\r\n" +
            $"To: \"Desk {user}\" <sip:{user}@sip.perf.test>\r\n" +
            $"Call-ID: {user}-{Mark}@192.0.2.10\r\n" +
            $"CSeq: {Mark} REGISTER\r\n" +
            $"Contact: <sip:{user}@192.0.2.10:5061;transport=tls>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=1\r\n" +
            $"Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, OPTIONS, UPDATE, INFO\r\n" +
            $"Supported: path, outbound, gruu\r\n" +
            $"User-Agent: Perf Phone 1.0\r\n" +
            $"Expires: 3600\r\n" +
            $"Content-Length: 0\r\n\r\n";
    }

    public static string Invite(int connection)
    {
        var user = User(connection);
        var session =
            $"v=0\r\no={user} {Mark} 1 IN IP4 192.0.2.10\r\ns=Perf call\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n" +
            "m=audio 49170 RTP/SAVP 9 8 0 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n" +
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=maxptime:60\r\n" +
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n" +
            "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj\r\n" +
            "a=candidate:1 1 UDP 2130706431 192.0.2.10 49170 typ host\r\na=candidate:1 2 UDP 2130706430 192.0.2.10 49171 typ host\r\n" +
            "a=candidate:2 1 UDP 1694498815 198.51.100.7 49170 typ srflx raddr 192.0.2.10 rport 49170\r\n" +
            "a=rtcp:49171\r\na=sendrecv\r\n";
        return
            $"INVITE sip:callee-{user}@sip.perf.test;transport=tls SIP/2.0\r\n" +
            $"Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK-{user}-{Mark};rport;alias\r\n" +
            $"Max-Forwards: 70\r\n" +
            $"Route: <sip:sip.perf.test;transport=tls;lr>\r\n" +
            $"From: \"Desk {user}\" <sip:{user}@sip.perf.test>;tag=t{Mark}\r\n" +
            $"To: <sip:callee-{user}@sip.perf.test>\r\n" +
            $"Call-ID: {user}-{Mark}@192.0.2.10\r\n" +
            $"CSeq: {Mark} INVITE\r\n" +
            $"Contact: <sip:{user}@192.0.2.10:5061;transport=tls>\r\n" +
            $"Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, OPTIONS, UPDATE, INFO\r\n" +
            $"Supported: replaces, timer, outbound, gruu\r\n" +
            $"Session-Expires: 1800;refresher=uac\r\n" +
            $"P-Preferred-Identity: \"Desk {user}\" <sip:{user}@sip.perf.test>\r\n" +
            $"User-Agent: Perf Phone 1.0\r\n" +
            $"Content-Type: application/sdp\r\n" +
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {session.Length}\r\n\r\n") + session;
    }

    /// <summary>Inside a dialog: To has the peer's tag.</summary>
    public static string Info(int connection)
    {
        var user = User(connection);
        return
            $"INFO sip:callee-{user}@192.0.2.20:5061;transport=tls SIP/2.0\r\n" +
            $"Via: SIP/2.0/TLS 192.0.2.10:5061;branch=z9hG4bK-{user}-{Mark};rport;alias\r\n" +
            $"Max-Forwards: 70\r\n" +
            $"Route: <sip:sip.perf.test;transport=tls;lr>\r\n" +
            $"From: \"Desk {user}\" <sip:{user}@sip.perf.test>;tag=t{user}\r\n" +
            $"To: <sip:callee-{user}@sip.perf.test>;tag=c{user}\r\n" +
            $"Call-ID: {user}-{Mark}@192.0.2.10\r\n" +
            $"CSeq: {Mark} INFO\r\n" +
            $"Contact: <sip:{user}@192.0.2.10:5061;transport=tls>\r\n" +
            $"User-Agent: Perf Phone 1.0\r\n" +
            $"Content-Type: application/dtmf-relay\r\n" +
            $"Content-Length: 24\r\n\r\nSignal=5\r\nDuration=160\r\n";
    }

    private static string User(int connection) => string.Create(CultureInfo.InvariantCulture, $"u{connection:d5}");
}
