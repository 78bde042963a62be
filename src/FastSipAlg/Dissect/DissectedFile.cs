// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>A file of octets as a stream of SIP, explained under one profile. Its parts come one by one: a file may hold more than memory should.</summary>
internal sealed record DissectedFile(string Name, int Length, string Profile, IEnumerable<DissectedPart> Parts);

/// <param name="Offset">In octets, in the file.</param>
/// <param name="Length">In octets.</param>
internal abstract record DissectedPart(int Offset, int Length)
{
    public abstract bool Passes { get; }
}

/// <summary>CR and LF between messages.</summary>
/// <param name="Offset">In octets, in the file.</param>
/// <param name="Length">In octets.</param>
/// <param name="Pings">How many of them are owed an answer.</param>
internal sealed record DissectedLineBreaks(int Offset, int Length, int Pings) : DissectedPart(Offset, Length)
{
    public override bool Passes => true;
}

/// <summary>One whole message.</summary>
internal sealed record DissectedMessage(int Offset, int Length) : DissectedPart(Offset, Length)
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required bool IsRequest { get; init; }

    public required int BodyLength { get; init; }

    public required IReadOnlyList<DissectedLine> Lines { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>pass, discard or respond.</summary>
    public required string Verdict { get; init; }

    /// <summary>The rule that decides; empty when the message passes.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The lines of the answer; empty when there is none.</summary>
    public required IReadOnlyList<string> Answer { get; init; }

    public override bool Passes => Verdict == "pass";
}

/// <summary>What cannot be cut into messages: the flow would end here.</summary>
internal sealed record DissectedRubble(int Offset, int Length) : DissectedPart(Offset, Length)
{
    /// <summary>What was read up to the fault.</summary>
    public required IReadOnlyList<DissectedLine> Lines { get; init; }

    public required Finding Finding { get; init; }

    /// <summary>What to look at when the octets were not meant to be wrong.</summary>
    public required string Hint { get; init; }

    public required IReadOnlyList<string> Answer { get; init; }

    public override bool Passes => false;
}

/// <summary>The file ends within a message.</summary>
/// <param name="Offset">In octets, in the file.</param>
/// <param name="Length">In octets.</param>
/// <param name="Lines">What is there.</param>
/// <param name="Missing">What is not.</param>
internal sealed record DissectedStump(int Offset, int Length, IReadOnlyList<DissectedLine> Lines, string Missing) : DissectedPart(Offset, Length)
{
    public override bool Passes => false;
}
