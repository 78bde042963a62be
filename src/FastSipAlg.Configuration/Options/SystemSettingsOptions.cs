// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config system settings</c>.</summary>
public sealed class SystemSettingsOptions
{
    /// <summary>The port of a listener that names none and speaks TLS. FortiOS default.</summary>
    public int SipSslPort { get; set; } = 5061;

    /// <summary>The port of a listener that names none and speaks plain TCP. FortiOS default.</summary>
    public int SipTcpPort { get; set; } = 5060;

    /// <summary>Directory of imported certificates, an absolute path; it need not exist.</summary>
    public string CertificateStore { get; set; } = "";

    /// <summary>Seconds between two looks at the configuration's file and those of certificates; 0: they are looked at when told to. Ours: renewals come daily at most, and nobody waits for one.</summary>
    public int CertificateCheckInterval { get; set; } = 10;

    /// <summary>Seconds from the last accepted connection to the end of those flows that are still busy. Ours: well inside the 30 s that container platforms give, with the time of balancers before it.</summary>
    public int DrainTimeout { get; set; } = 10;

    /// <summary>Where TLS keys are written for whoever decrypts a capture, an absolute path; null: nowhere.</summary>
    public string? TlsKeyLog { get; set; }
}
