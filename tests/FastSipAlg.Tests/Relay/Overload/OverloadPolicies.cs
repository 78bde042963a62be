// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Relay.Policy;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastSipAlg.Tests.Relay.Overload;

/// <summary>FortiOS's defaults, of a mebibyte.</summary>
internal static class OverloadPolicies
{
    public const long Limit = 1024 * 1024;

    public static OverloadPolicy Default { get; } = OverloadPolicy.Of(new SystemGlobalOptions { MemoryLimit = 1 });

    public static OverloadControl Control() => new(TimeProvider.System, NullLogger.Instance);

    /// <summary>A heartbeat at which so much of memory is in use.</summary>
    public static void Use(this OverloadControl control, double share) => control.Beat(Default, new OverloadReading(0, 0, (long)(share * Limit)));
}
