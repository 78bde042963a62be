// SPDX-License-Identifier: MIT

using FastSipAlg.Dissect;
using FastSipAlg.Tests.Sip;

namespace FastSipAlg.Tests.Dissect;

/// <summary>Every file of the corpus is explained: no crash, every octet accounted for, nothing that could mislead a terminal, and a reason for every verdict.</summary>
public sealed class CorpusIsExplainedTests
{
    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var file in CorpusLine.Files)
            {
                files.Add(file, "default");
                files.Add(file, "strict");
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_UnderEachProfile_IsExplained(string file, string profile)
    {
        var octets = CorpusLine.Of(file).Octets;

        var explained = Explained.Under(profile, octets);

        Assert.Equal(octets.Length, explained.Parts.Sum(part => part.Length));
        Assert.DoesNotContain(explained.Text, letter => char.IsControl(letter) && letter != '\n');
        Assert.All(explained.Parts.OfType<DissectedMessage>(), message =>
        {
            var deciding = message.Findings.FirstOrDefault(finding => finding is { Mode: "enforce", Action: not "pass" });
            Assert.Equal(deciding?.Rule ?? "", message.DecidedBy);
            Assert.Equal(deciding is null, message.Passes);
        });
    }
}
