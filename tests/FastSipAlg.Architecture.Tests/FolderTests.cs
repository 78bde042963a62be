// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>Inside a project, a folder uses only folders before it; namespaces are folders, file names are type names.</summary>
public sealed class FolderTests
{
    [Fact]
    public void Folders_OfEachProject_StandInTheTable()
    {
        Findings.AreNone(
            from room in House.Rooms
            from folder in Repository.Sources.Where(source => source.Project == room.Project).Select(source => source.Folder).Distinct()
            where folder.Length > 0 && !room.Folders.Contains(folder)
            select $"src/{room.Project}/{folder}",
            "add the folder to its project's line in House.cs, after the folders it uses and before those that use it.");
    }

    [Fact]
    public void Files_OfEachFolder_UseOnlyFoldersBeforeTheirOwn()
    {
        Findings.AreNone(
            from room in House.Rooms
            from source in Repository.Sources
            where source.Project == room.Project && source.Folder.Length > 0
            from later in room.Folders.SkipWhile(folder => folder != source.Folder).Skip(1)
            where MentionsFolder(source, room.Project, later)
            select $"{source.Path} uses {later}, which comes after {source.Folder}",
            "move the type to a folder both may use, or correct the order in House.cs if no cycle comes of it.");
    }

    [Fact]
    public void Files_InAFolder_UseNoTypeOfTheProjectsRoot()
    {
        Findings.AreNone(
            from room in House.Rooms
            from root in Repository.Sources
            where root.Project == room.Project && root.Folder.Length == 0
            from type in root.Types
            from source in Repository.Sources
            where source.Project == room.Project && source.Folder.Length > 0 && Regex.IsMatch(source.Code, $@"(?<![\w.]){type}\b")
            select $"{source.Path} uses {type} of {root.Path}",
            "root files are a project's top: they compose the folders, the folders do not know them.");
    }

    [Fact]
    public void Namespaces_OfAllFiles_AreTheirFolders()
    {
        Findings.AreNone(
            from source in Repository.Sources
            where source.Project.Length > 0 && source.Types.Count > 0
            let expected = source.Folder.Length == 0 ? source.Project : $"{source.Project}.{source.Folder.Replace('/', '.')}"
            where source.Namespace != expected
            select $"{source.Path}: namespace {source.Namespace}, expected {expected}",
            "move the file, or change its namespace.");
    }

    [Fact]
    public void FileNames_OfAllFiles_AreATypeInThem()
    {
        Findings.AreNone(
            from source in Repository.Sources
            where source.Project.Length > 0
            // A part of a type carries its role after the type's name: Foo.Reader.cs.
            let name = Path.GetFileName(source.Path).Split('.')[0]
            where source.Types.Count > 0 ? !source.Types.Contains(name) : name != "Program"
            select $"{source.Path} declares {string.Join(", ", source.Types)}",
            "name the file after the type it is about.");
    }

    [Fact]
    public void Names_OfFoldersAndTypes_SayWhatLiesBehindThem()
    {
        var folders = Repository.Files
            .Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/'))
            .Distinct()
            .Where(folder => folder.Split('/', '.').Any(House.EmptyNames.Contains));
        var types =
            from source in Repository.Sources
            from type in source.Types
            where House.EmptyNames.Any(name => type == name || (name != "Core" && name != "Services" && type.EndsWith(name, StringComparison.Ordinal)))
                || (type.EndsWith("Services", StringComparison.Ordinal) && !IsComposition(source, type))
            select $"{source.Path}: {type}";

        Findings.AreNone(folders.Concat(types), "name it after what it does. Only the static class that composes a project's services ends in Services, at the project's root.");
    }

    private static bool IsComposition(SourceFile source, string type) =>
        source.Folder.Length == 0 && Regex.IsMatch(source.Code, $@"\bstatic\s+(partial\s+)?class\s+{type}\b");

    private static bool MentionsFolder(SourceFile source, string project, string folder)
    {
        // Inside a project's namespaces a sibling folder can be named without the project: `Editing.Splice`.
        var name = folder.Replace("/", @"\.", StringComparison.Ordinal);
        return Regex.IsMatch(source.Code, $@"(?<![\w.])({Regex.Escape(project)}\.|{Regex.Escape(project.Split('.')[^1])}\.){name}(\s*;|\.[A-Z])")
            || Regex.IsMatch(source.Code, $@"(?<![\w.]){name}\.({string.Join('|', TypesOf(project, folder))})\b");
    }

    private static IEnumerable<string> TypesOf(string project, string folder) =>
        Repository.Sources.Where(source => source.Project == project && source.Folder == folder).SelectMany(source => source.Types).DefaultIfEmpty("(?!)");
}
