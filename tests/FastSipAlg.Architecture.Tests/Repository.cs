// SPDX-License-Identifier: MIT

using System.Diagnostics;

namespace FastSipAlg.Architecture.Tests;

/// <summary>The repository that these tests were built from: its root, its files, its C# sources. Paths are relative, with forward slashes.</summary>
internal static class Repository
{
    // What a build leaves behind, for the case that git cannot be asked.
    private static readonly string[] Unwatched = [".git", "bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea", ".vscode"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file that is tracked, or would be by the next <c>git add</c>.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. (AskGit() ?? Walk()).Where(file => File.Exists(FullPath(file))).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => new SourceFile(file, Read(file)))];

    /// <summary>The project files, by project name.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileNameWithoutExtension(file)!);

    public static IEnumerable<string> SourceProjects => Projects.Where(project => project.Value.StartsWith("src/", StringComparison.Ordinal)).Select(project => project.Key);

    public static string FullPath(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(FullPath(file));

    /// <summary>Files whose content is text: no NUL among the first octets, as git decides it.</summary>
    public static IEnumerable<(string File, string Text)> TextFiles(params string[] under) =>
        from file in Files
        where under.Length == 0 || under.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
        let text = Read(file)
        where !text.AsSpan(0, Math.Min(text.Length, 8000)).Contains('\0')
        select (file, text);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"No global.json above {AppContext.BaseDirectory}.");
    }

    private static string[]? AskGit()
    {
        // The owner of a checked-out tree is often not who runs its tests; git refuses to read it then unless told otherwise.
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true });
            var output = git!.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk() =>
        from path in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        let file = Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !file.Split('/').Any(Unwatched.Contains)
        select file;
}
