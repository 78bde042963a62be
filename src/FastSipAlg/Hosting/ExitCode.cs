// SPDX-License-Identifier: MIT

namespace FastSipAlg.Hosting;

/// <summary>What the program's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int ConfigurationError = 1;
    public const int StartFailure = 2;

    /// <summary>dissect: the profile does not pass all messages.</summary>
    public const int DoesNotPass = 1;

    /// <summary>dissect: no file, or no profile, to look at.</summary>
    public const int NothingToSay = 2;
}
