// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config system settings</c>.</summary>
public sealed class SystemSettingsOptions
{
    /// <summary>The port of a listener that names none. FortiOS default.</summary>
    public int SipSslPort { get; set; } = 5061;
}
