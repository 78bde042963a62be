// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Why a handshake failed, of what SslStream threw, in words. OpenSSL's own reason is the innermost exception's message, "error:0A0000C1:SSL routines::no shared cipher": a number that
/// stays the same from one release to the next, and a text. SslStream alone says "Authentication failed, see inner exception."
/// </summary>
internal static class HandshakeFault
{
    private const string Prefix = "error:";
    private const int DigitsOfCode = 8;

    // ERR_GET_LIB, ERR_GET_REASON, ERR_LIB_SSL of OpenSSL 3's err.h; SSL_AD_REASON_OFFSET of ssl.h.
    private const int LibraryShift = 23;
    private const int ReasonMask = 0x7fffff;
    private const int SslLibrary = 20;
    private const int AlertOffset = 1000;
    private const int HighestAlert = 255;

    /// <summary>The sentence is about "it", the peer, and has no end.</summary>
    public static (HandshakeProblem Problem, string Sentence) Of(Exception exception, LegEndReason reason, HandshakeAttempt attempt) => reason switch
    {
        _ when attempt.CertificateRefusal is { } refusal => (HandshakeProblem.PeerCertificateRefused, refusal),
        LegEndReason.ClosedByUs when attempt.AwaitsHello => (HandshakeProblem.ClosedByUs, "its ClientHello had not come"),
        LegEndReason.ClosedByUs => (HandshakeProblem.ClosedByUs, "its handshake was not done"),
        LegEndReason.HandshakeFailed => OfLibrary(InnermostMessage(exception)),
        _ when attempt.AwaitsHello => (HandshakeProblem.NoHello, "it left before its ClientHello was there"),
        _ => (HandshakeProblem.Left, $"it left in the middle of the handshake ({InnermostMessage(exception)})"),
    };

    /// <summary>Of the innermost exception's message.</summary>
    internal static (HandshakeProblem Problem, string Sentence) OfLibrary(string message)
    {
        var start = message.IndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0
            || message.Length < start + Prefix.Length + DigitsOfCode
            || !int.TryParse(message.AsSpan(start + Prefix.Length, DigitsOfCode), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code >> LibraryShift != SslLibrary)
        {
            return (HandshakeProblem.ProtocolError, message);
        }

        var reason = code & ReasonMask;
        return reason is >= AlertOffset and <= AlertOffset + HighestAlert
            ? (TlsAlertText.ProblemOf(reason - AlertOffset), TlsAlertText.Describe(reason - AlertOffset))
            : OfReason(reason, message[(message.LastIndexOf(':') + 1)..]);
    }

    // sslerr.h of OpenSSL 3.
    private static (HandshakeProblem Problem, string Sentence) OfReason(int reason, string text) => reason switch
    {
        // Wrong version number, unsupported protocol, version too high, too low; wrong SSL version.
        258 or 259 or 166 or 396 or 266 or 252 => (HandshakeProblem.NoCommonVersion, $"no TLS version is common to both ({text})"),
        373 => (HandshakeProblem.NoCommonVersion, "it fell back to a lower TLS version than it could speak with us (RFC 7507)"),
        267 => (HandshakeProblem.ProtocolError, "what it answered is no TLS, or of no version that we know (wrong version number)"),
        156 => (HandshakeProblem.ProtocolError, "it speaks HTTP without TLS"),
        193 or 181 or 183 or 191 or 261 => (HandshakeProblem.NoCommonSuite, $"no cipher suite is common to both ({text})"),
        101 or 118 or 295 or 297 or 376 or 410 or 112 or 209 or 370 or 378 =>
            (HandshakeProblem.NoCommonParameters, $"no group or signature scheme is common to both ({text})"),
        394 => (HandshakeProblem.NoCommonParameters, "its Diffie-Hellman group is too small"),
        338 => (HandshakeProblem.RenegotiationNotSecured, "it does not signal secure renegotiation (RFC 5746)"),
        _ => (HandshakeProblem.ProtocolError, $"the TLS library does not go on: {text}"),
    };

    private static string InnermostMessage(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }
}
