// SPDX-License-Identifier: MIT


namespace FastSipAlg.Tests.Configuration;

/// <summary>Where <c>tests/corpus/config</c> is, found from the folder the tests run in.</summary>
internal static class ConfigCorpus
{
    public static string Root { get; } = Find();

    public static TheoryData<string> Names(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*.conf").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static string File(string folder, string name) => Path.Combine(Root, folder, name);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "FastSipAlg.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
        }

        return Path.Combine(folder, "tests", "corpus", "config");
    }
}
