// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>Whether two objects are the same certificate, octet for octet; the platform's own equality looks at issuer and serial number only.</summary>
internal static class CertificateContent
{
    public static EqualityComparer<X509Certificate2> Equality { get; } = EqualityComparer<X509Certificate2>.Create(
        (one, other) => one!.RawDataMemory.Span.SequenceEqual(other!.RawDataMemory.Span), certificate => certificate.GetHashCode());
}
