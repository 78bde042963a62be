// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class HandshakeFaultTests
{
    [Theory]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca", "OwnCertificateRefused", "it sent the alert unknown_ca (48): it does not trust the issuer of our certificate")]
    [InlineData("error:0A000410:SSL routines::sslv3 alert handshake failure", "PeerAlert", "it sent the alert handshake_failure (40): it found no version, suite or parameters in common")]
    [InlineData("error:0A00042E:SSL routines::tlsv1 alert protocol version", "NoCommonVersion", "it sent the alert protocol_version (70): it speaks none of our TLS versions")]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required", "OwnCertificateRefused", "it sent the alert certificate_required (116): it wants a certificate of us")]
    [InlineData("error:0A0004B0:SSL routines::x", "PeerAlert", "it sent the alert unknown (200): no RFC known here has it")]
    [InlineData("error:0A0000C1:SSL routines::no shared cipher", "NoCommonSuite", "no cipher suite is common to both (no shared cipher)")]
    [InlineData("error:0A000102:SSL routines::unsupported protocol", "NoCommonVersion", "no TLS version is common to both (unsupported protocol)")]
    [InlineData("error:0A000076:SSL routines::no suitable signature algorithm", "NoCommonParameters", "no group or signature scheme is common to both (no suitable signature algorithm)")]
    [InlineData("error:0A000152:SSL routines::unsafe legacy renegotiation disabled", "RenegotiationNotSecured", "it does not signal secure renegotiation (RFC 5746)")]
    [InlineData("error:0A0000F4:SSL routines::unexpected message", "ProtocolError", "the TLS library does not go on: unexpected message")]
    [InlineData("error:02000068:rsa routines::bad signature", "ProtocolError", "error:02000068:rsa routines::bad signature")]
    [InlineData("error:0A0000", "ProtocolError", "error:0A0000")]
    [InlineData("error:zzzzzzzz:x", "ProtocolError", "error:zzzzzzzz:x")]
    [InlineData("Something else.", "ProtocolError", "Something else.")]
    public void Message_OfTheLibrary_IsPutIntoWords(string message, string problem, string sentence)
    {
        Assert.Equal((problem, sentence), (HandshakeFault.OfLibrary(message).Problem.ToString(), HandshakeFault.OfLibrary(message).Sentence));
    }
}
