// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config user peergrp</c>: any member may match.</summary>
public sealed class PeerGroupOptions
{
    public required string Name { get; init; }

    /// <summary>Names of <c>user peer</c> entries.</summary>
    public List<string> Members { get; } = [];
}
