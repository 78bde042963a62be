// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Servers;

/// <summary>One target of a SIP server at one moment, for whoever shows it.</summary>
/// <param name="Server">Name of the <c>sip server</c> entry.</param>
/// <param name="Transport"><c>tls</c> or <c>tcp</c>.</param>
/// <param name="Address">As it was written, with its port.</param>
/// <param name="ServerName">What its certificate must be for.</param>
/// <param name="EndPoint">What the address resolved to; null: nothing yet.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Priority">By SRV; lower ones first.</param>
/// <param name="Weight">Its share among those of its priority.</param>
/// <param name="Connections">Server legs that are open or being opened.</param>
/// <param name="Attempts">Server legs begun.</param>
/// <param name="Failures">Of them, those that did not come about.</param>
/// <param name="LastFailure">The last one's reason; null: there was none.</param>
public sealed record ServerSnapshot(
    string Server,
    string Transport,
    string Address,
    string ServerName,
    IPEndPoint? EndPoint,
    ServerState State,
    int Priority,
    int Weight,
    int Connections,
    long Attempts,
    long Failures,
    string? LastFailure);
