// SPDX-License-Identifier: MIT

namespace FastSipAlg.TestKit;

/// <summary>Files of the repository that these tests were built from.</summary>
public static class SourceTree
{
    private static readonly string Root = FindRoot();

    public static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }
}
