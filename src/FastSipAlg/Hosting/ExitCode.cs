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

    /// <summary>status, flows, drain, reload: the relay is not ready, or refused.</summary>
    public const int SaysNo = 1;

    /// <summary>status, flows, drain, reload: nobody answers, or not to us.</summary>
    public const int NotReached = 2;

    /// <summary>dissect: no file, or no profile, to look at.</summary>
    public const int NothingToSay = 2;
}
