// SPDX-License-Identifier: MIT

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Files of the repository that these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly Lazy<string> Root = new(() =>
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent!;
        }

        return directory.FullName;
    });

    public static string PathOf(params string[] names) => Path.Combine([Root.Value, .. names]);
}
