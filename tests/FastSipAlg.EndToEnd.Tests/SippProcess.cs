// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>SIPp with one scenario of <c>tools/sipp</c>, over plain TCP, one connection for all calls.</summary>
internal static class SippProcess
{
    public const int Calls = 8;

    public static StrangerProcess Phones(string scenario, IPEndPoint to, string directory) =>
        Start($"{scenario}-uac.xml", directory, [to.ToString(), "-r", "20", "-l", Text(Calls)]);

    public static Task<StrangerProcess> ServerAsync(string scenario, IPEndPoint at, string directory) =>
        Start($"{scenario}-uas.xml", directory, ["-p", Text(at.Port)]).ListeningAsync(at.Port);

    private static StrangerProcess Start(string scenario, string directory, IEnumerable<string> arguments) => StrangerProcess.Start("sipp", directory, [
        .. arguments, "-sf", SourceTree.PathOf("tools", "sipp", scenario), "-t", "t1", "-i", "127.0.0.1", "-m", Text(Calls), "-nostdin",
        "-key", "domain", RelayLab.Domain, "-timeout", "60", "-timeout_error", "-default_behaviors", "all,-bye", "-fd", "1"]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
