// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;

namespace FastSipAlg.Tests.Configuration;

/// <summary>
/// Each file of <c>tests/corpus/config/wrong</c> makes one mistake and notes what must be said about it: a line
/// <c># expect LINE:COLUMN: path: sentence</c> for each problem, in order, and nothing else may be said.
/// </summary>
public sealed class WrongConfigurationTests
{
    private const string Mark = "# expect ";

    public static TheoryData<string> Files => ConfigCorpus.Names("wrong");

    [Theory]
    [MemberData(nameof(Files))]
    public void Mistake_IsReportedWithItsPlaceAndItsCure(string name)
    {
        var file = ConfigCorpus.File("wrong", name + ".conf");
        var expected = File.ReadLines(file).Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]);

        var loaded = ConfigurationLoader.Load(file);

        var said = loaded.Problems.Select(problem =>
            problem.ToString().Replace(file + ":", "", StringComparison.Ordinal).Replace(ConfigCorpus.Root, "CORPUS", StringComparison.Ordinal));
        Assert.Equal(expected, said);
    }
}
