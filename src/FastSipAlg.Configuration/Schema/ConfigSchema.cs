// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Schema;

/// <summary>
/// Every block and option there is. To add an option: one row in its block's schema (keyword, kind, range or choices,
/// default, help, where its value goes) and one property in the block's options class; parser, JSON, environment,
/// checks and <c>show</c> follow.
/// </summary>
public static class ConfigSchema
{
    /// <summary>In the order in which <c>show --effective</c> writes them: what is named stands before what names it.</summary>
    public static IReadOnlyList<BlockSchema> Blocks { get; } =
    [
        SystemSchemas.Global,
        SystemSchemas.Settings,
        CertificateSchemas.Ca,
        CertificateSchemas.Local,
        PeerSchemas.Peer,
        PeerSchemas.Group,
        VoipProfileSchema.Block,
        ServerSchemas.Server,
        RelaySchemas.Listener,
        SystemSchemas.Management,
        SystemSchemas.Telemetry,
    ];

    /// <summary>The root as a block: it has blocks only.</summary>
    public static BlockSchema Root { get; } = new() { Name = "", Help = "The whole configuration.", Options = [], Blocks = Blocks };
}
