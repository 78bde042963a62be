// SPDX-License-Identifier: MIT

using System.Collections;
using System.Security.Cryptography;
using System.Text;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Providers;
using FastSipAlg.Configuration.Syntax;
using FastSipAlg.Configuration.Validation;

namespace FastSipAlg.Configuration;

/// <summary>The one way in: read, overlay the environment, check, bind. Everything wrong is a problem; nothing throws.</summary>
public static class ConfigurationLoader
{
    /// <summary>Ours: a configuration with a thousand certificates as PEM text is some 4 MiB.</summary>
    private const long MaximumLength = 16 * 1024 * 1024;

    /// <summary>Reads FortiOS-style text, or JSON when the name ends in <c>.json</c>; relative paths in it start at its own directory.</summary>
    public static LoadedConfiguration Load(string file, IReadOnlyDictionary<string, string>? environment = null)
    {
        var problems = new ProblemCollection();
        if (Read(file, problems) is not { } octets)
        {
            return Check(file, new ConfigNode(ConfigNodeKind.Root, "", new SourcePlace(file, 1, 1)), Environment.CurrentDirectory, problems, isRead: false);
        }

        var baseDirectory = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var root = Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase)
            ? JsonTreeReader.Read(file, octets.AsSpan(octets.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0), problems)
            : ConfigParser.Parse(file, Encoding.UTF8.GetString(octets), problems);
        EnvironmentOverlay.Apply(root, environment ?? ProcessEnvironment(), problems);
        return Check(file, root, baseDirectory, problems, isRead: true);
    }

    /// <summary>Reads text that is no file, without the environment.</summary>
    public static LoadedConfiguration LoadText(string text, string baseDirectory)
    {
        const string File = "text";
        var problems = new ProblemCollection();
        return Check(File, ConfigParser.Parse(File, text, problems), Path.GetFullPath(baseDirectory), problems, isRead: true);
    }

    /// <summary>A digest of the file, which changes when it does. A file that cannot be read has one, too.</summary>
    public static string Fingerprint(string file) =>
        Read(file, new ProblemCollection()) is { } octets ? Convert.ToHexString(SHA256.HashData(octets)) : "unreadable";

    private static LoadedConfiguration Check(string file, ConfigNode root, string baseDirectory, ProblemCollection problems, bool isRead)
    {
        var stored = new TreeCheck(root, baseDirectory, problems).Run();
        var options = OptionsBinder.Bind(root, baseDirectory);
        stored.AddTo(options);
        if (isRead)
        {
            new CrossChecks(root, options, problems).Run();
        }

        return new LoadedConfiguration(file, root, options, problems.InReadingOrder(file));
    }

    private static byte[]? Read(string file, ProblemCollection problems)
    {
        try
        {
            if (new FileInfo(file).Length <= MaximumLength)
            {
                return File.ReadAllBytes(file);
            }

            problems.Error(new SourcePlace(file, 1, 1), "configuration", $"the file is longer than {MaximumLength} octets");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Error(new SourcePlace(file, 1, 1), "configuration", e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : "cannot be read: " + e.Message);
        }

        return null;
    }

    private static Dictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string)(pair.Value ?? ""));
}
