// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.ClientHello;

/// <summary>A fatal alert, as it stands in one record of its own before anything is encrypted (RFC 8446 §6).</summary>
public static class TlsAlert
{
    public const byte UnexpectedMessage = 10;
    public const byte RecordOverflow = 22;
    public const byte HandshakeFailure = 40;
    public const byte DecodeError = 50;

    /// <summary>RFC 6066 §3.</summary>
    public const byte UnrecognizedName = 112;

    private const byte AlertRecord = 21;
    private const byte Fatal = 2;

    // Whoever has negotiated nothing yet takes any record version of this major number (RFC 8446 §5.1, RFC 5246 appendix E.1).
    public static byte[] FatalRecord(byte description) => [AlertRecord, 3, 1, 0, 2, Fatal, description];
}
