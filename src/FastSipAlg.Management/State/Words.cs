// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Flows;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Transport.Servers;

namespace FastSipAlg.Management.State;

/// <summary>Members of enums as the API spells them.</summary>
internal static class Words
{
    public static string Of(DrainStage stage) => stage switch
    {
        DrainStage.None => "none",
        DrainStage.Announced => "announced",
        DrainStage.Closing => "closing",
        _ => "done",
    };

    public static string Of(PartState state) => state switch
    {
        PartState.Ok => "ok",
        PartState.Warning => "warning",
        _ => "failed",
    };

    public static string Of(ServerState state) => state switch
    {
        ServerState.Up => "up",
        ServerState.Avoided => "avoided",
        ServerState.Down => "down",
        _ => "unresolved",
    };

    public static string Of(OverloadLevel level) => level switch
    {
        OverloadLevel.Green => "green",
        OverloadLevel.Red => "red",
        _ => "extreme",
    };
}
