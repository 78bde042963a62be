// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Problems;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Hosting;

/// <summary>What is logged of configuration and certificates while the relay runs. Event ids: 300.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(300, LogLevel.Information, "certificates reloaded, {Count} of ours, {Changes}; open flows keep theirs")]
    public static partial void CertificatesReloaded(ILogger logger, int count, string changes);

    [LoggerMessage(301, LogLevel.Error, "{What} not reloaded, because of the errors above: those in use stay")]
    public static partial void Refused(ILogger logger, string what);

    [LoggerMessage(302, LogLevel.Warning, "{File} has changed; a restart is needed for: {Settings}")]
    public static partial void NeedsRestart(ILogger logger, string file, string settings);

    [LoggerMessage(303, LogLevel.Warning, "certificate {Name} expires on {NotAfter:yyyy-MM-dd HH:mm:ss} UTC, in {Days:0.0} days")]
    public static partial void Expiring(ILogger logger, string name, DateTime notAfter, double days);

    [LoggerMessage(304, LogLevel.Error, "configuration and certificates could not be looked at, by a bug of ours")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(307, LogLevel.Information, "configuration reloaded, changed: {Settings}; open flows keep the rules, limits and deadlines that they began with")]
    public static partial void ConfigurationReloaded(ILogger logger, string settings);

    [LoggerMessage(308, LogLevel.Error, "{Sentence}")]
    public static partial void CannotListen(ILogger logger, string sentence);

    public static void Problem(ILogger logger, Problem problem)
    {
        if (problem.IsError)
        {
            Wrong(logger, problem);
        }
        else
        {
            Odd(logger, problem);
        }
    }

    [LoggerMessage(305, LogLevel.Error, "{Problem}")]
    private static partial void Wrong(ILogger logger, Problem problem);

    [LoggerMessage(306, LogLevel.Warning, "{Problem}")]
    private static partial void Odd(ILogger logger, Problem problem);
}
