// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Intermediates out of chains that were trusted. A session ticket brings back a phone's certificate without those that it was sent with, so they are remembered
/// here, for all verifiers of a configuration: a ticket does not care which listener gave it. They help to find a chain and lend it no trust. Thread-safe.
/// </summary>
internal sealed class KnownIntermediates
{
    /// <summary>Ours: a phone maker has a handful. Beyond, the oldest goes; its phones come back by a full handshake.</summary>
    internal const int Capacity = 32;

    private readonly Lock _lock = new();
    private X509Certificate2[] _certificates = [];

    /// <summary>A snapshot, newest last; not to be changed.</summary>
    internal X509Certificate2[] Certificates => Volatile.Read(ref _certificates);

    /// <summary>Remembers a copy: the caller's may be disposed.</summary>
    internal void Remember(X509Certificate2 certificate)
    {
        if (Knows(certificate))
        {
            return;
        }

        lock (_lock)
        {
            if (!Knows(certificate))
            {
                var copy = X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span);
                var kept = _certificates.Length < Capacity ? _certificates : _certificates[1..];
                Volatile.Write(ref _certificates, [.. kept, copy]);
            }
        }
    }

    private bool Knows(X509Certificate2 certificate) => Certificates.Contains(certificate, CertificateContent.Equality);
}
