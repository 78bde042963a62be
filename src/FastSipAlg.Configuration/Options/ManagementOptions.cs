// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config system management</c>: the HTTP endpoint for health, metrics and the API.</summary>
public sealed class ManagementOptions
{
    public string Address { get; set; } = "127.0.0.1";

    public int Port { get; set; } = 8061;

    /// <summary>Name of the <c>vpn certificate local</c> entry that makes it HTTPS; null: plain HTTP.</summary>
    public string? Certificate { get; set; }

    /// <summary>Name of the <c>vpn certificate ca</c> entry that must have issued a certificate to each caller of the API; null: none is asked for.</summary>
    public string? ClientCa { get; set; }

    /// <summary>A file whose first line callers of the API must show as bearer token, an absolute path; null: who reaches the address may use it.</summary>
    public string? TokenFile { get; set; }

    /// <summary><c>/readyz</c> fails while a listener's SIP server has no target that is up. Ours, false: the SIP server is all nodes' as a rule, and a balancer without nodes is worse than a 503 with Retry-After.</summary>
    public bool ReadyNeedsServers { get; set; }

    /// <summary>
    /// Seconds in which <c>/readyz</c> has failed already and connections are still accepted, so that balancers turn away first: as many as HAProxy takes to notice (<c>inter 2s</c>, <c>fall 3</c>).
    /// Without the endpoint nobody could notice, and there is no such time.
    /// </summary>
    public int DrainDelay { get; set; } = 6;
}
