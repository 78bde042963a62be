// SPDX-License-Identifier: MIT

using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace FastSipAlg.Architecture.Tests;

/// <summary>Projects stand on floors and arrows only go down.</summary>
public sealed class FloorTests
{
    [Fact]
    public void SourceProjects_AllOfThem_StandInTheTable()
    {
        var planned = House.Rooms.Select(room => room.Project).ToHashSet();

        Findings.AreNone(
            Repository.SourceProjects.Where(project => !planned.Contains(project)).Concat(planned.Except(Repository.SourceProjects)),
            "give each project under src a line in House.cs, and each line a project.");
    }

    [Fact]
    public void ProjectReferences_OfEachProject_AreExactlyThoseOfTheTable()
    {
        var findings =
            from room in House.Rooms
            where Repository.Projects.ContainsKey(room.Project)
            let written = Items(room.Project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet()
            from finding in written.Except(room.References).Select(project => $"{room.Project} references {project}, the table does not allow it")
                .Concat(room.References.Except(written).Select(project => $"{room.Project} no longer references {project}, the table still says so"))
            select finding;

        Findings.AreNone(findings, "an arrow that is wanted is written in House.cs too, and must go down.");
    }

    [Fact]
    public void TableOfFloors_EveryArrow_GoesDown()
    {
        var floors = House.Rooms.ToDictionary(room => room.Project, room => room.Floor);

        Findings.AreNone(
            from room in House.Rooms
            from project in room.References
            where floors[project] >= room.Floor
            select $"{room.Project} (floor {room.Floor}) -> {project} (floor {floors[project]})",
            "move what both need to a lower floor, or let the lower one offer an interface.");
    }

    [Fact]
    public void Simulation_InTheProduct_IsUsedByTheProgramOnly()
    {
        Findings.AreNone(
            from room in House.Rooms
            where room.Project != "FastSipAlg" && room.References.Contains("FastSipAlg.Simulation")
            select room.Project,
            "simulated phones and servers have no place on a message's way.");
    }

    [Fact]
    public void SipProject_Packages_AreNone()
    {
        Findings.AreNone(Items("FastSipAlg.Sip", "PackageReference"), "floor 1 reads and writes SIP with the base class library alone.");
    }

    [Fact]
    public void ProjectFiles_UnderSrc_AddNoHiddenUsings()
    {
        Findings.AreNone(
            Repository.SourceProjects.SelectMany(project => Items(project, "Using").Select(name => $"{project}: {name}"))
                .Concat(from source in Repository.Sources
                        where source.IsUnder("src/") && Regex.IsMatch(source.Code, @"^global\s+using\b", RegexOptions.Multiline)
                        select source.Path),
            "write the using directive in the files that need it; the floors are read from there.");
    }

    [Fact]
    public void UsingDirectives_OfEachProject_NameOnlyItselfAndItsReferences()
    {
        var projects = House.Rooms.Select(room => room.Project).Where(project => project != "FastSipAlg").ToList();

        Findings.AreNone(
            from room in House.Rooms
            from source in Repository.Sources
            where source.Project == room.Project
            from project in projects
            where project != room.Project && !room.References.Contains(project) && Mentions(source, project)
            select $"{source.Path} uses {project}",
            "use only what the project's line in House.cs allows.");
    }

    [Fact]
    public void PerMessageRooms_AllFiles_NeverReadOptions()
    {
        Findings.AreNone(
            from source in Repository.Sources
            where House.PerMessageRooms.Any(source.IsUnder) && Mentions(source, "FastSipAlg.Configuration")
            select source.Path,
            "options are compiled into a policy once; code that runs per message sees the policy.");
    }

    [Fact]
    public void Solution_EveryProjectFile_IsInIt()
    {
        var solution = Repository.Read("FastSipAlg.sln").Replace('\\', '/');

        Findings.AreNone(
            Repository.Projects.Values.Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)),
            "dotnet sln FastSipAlg.sln add PROJECT");
    }

    private static bool Mentions(SourceFile source, string project)
    {
        // Every namespace of ours lies in FastSipAlg, so from inside one a bare `Relay.Flows` reaches another project without its first word.
        var bare = project["FastSipAlg.".Length..];
        return Regex.IsMatch(source.Code, $@"(?<![\w.]){Regex.Escape(project)}\b")
            || Regex.IsMatch(source.Code, $@"(?<![\w.]){bare}\.(?:{string.Join('|', House.Rooms.First(room => room.Project == project).Folders)})\.");
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        from item in XDocument.Parse(Repository.Read(Repository.Projects[project])).Descendants(kind)
        let include = item.Attribute("Include")?.Value
        where include is not null
        select include;
}
