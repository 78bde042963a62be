// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config system management</c>: the HTTP endpoint for health, metrics and the API.</summary>
public sealed class ManagementOptions
{
    public string Address { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 8061;

    public string? TokenFile { get; set; }
}
