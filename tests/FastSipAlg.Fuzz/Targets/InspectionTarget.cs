// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Any way of cutting a stream into reads gives the same verdicts and violations. What is observed passes, and is reported for the reason that would have refused
/// it. Answers are whole responses to requests; lines in the log are one line each.
/// </summary>
internal sealed class InspectionTarget : IFuzzTarget
{
    // InspectionContext tells of no more in one message, but for the one that decides.
    private const int MaxReports = 32;

    private const int MaxReads = 100;

    private readonly InspectionTrace _strict = new(FuzzProfiles.Strict);
    private readonly InspectionTrace _strictCut = new(FuzzProfiles.Strict);
    private readonly InspectionTrace _responding = new(FuzzProfiles.Responding);
    private readonly InspectionTrace _observing = new(FuzzProfiles.Observing);
    private readonly InspectionTrace _observingCut = new(FuzzProfiles.Observing);

    public string Name => "inspection";

    public IReadOnlyList<string> SeedFolders => ["sip"];

    public IReadOnlyList<string> Words { get; } =
    [
        .. SipWords.All, "\u202e", "\u2028", "\u001b[2J", "\u00ad", "\U000e0001", "\" rule=\"none\"", "X-Vendor: ", "Authorization: Digest ", "sip:user:password@host", "v=0\r\n", "k=clear:x\r\n",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", "Content-Encoding: gzip\r\n", "SERVICE", "OPTIONS", "INFO",
    ];

    public int TestExecutions => 6_000;

    public void Run(ReadOnlySpan<byte> input)
    {
        var random = Cutting.Of(input);
        var direction = random.Next(2) == 0 ? MessageDirection.PhoneToServer : MessageDirection.ServerToPhone;
        var length = input.Length;

        // No input has many more reads than another: their number is not what a growth probe is to see.
        var longest = random.Next(1, 200) + (length / MaxReads);
        _strict.Read(input, direction, checksLines: true, () => length);
        _strictCut.Read(input, direction, checksLines: false, () => random.Next(1, longest + 1));
        Invariant.Holds(_strict.IsSameAs(_strictCut));
        _observing.Read(input, direction, checksLines: true, () => length);
        _observingCut.Read(input, direction, checksLines: false, () => random.Next(1, longest + 1));
        Invariant.Holds(_observing.IsSameAs(_observingCut));
        _responding.Read(input, direction, checksLines: false, () => length);
        Compare();
    }

    // What is enforced against what is only observed.
    private void Compare()
    {
        Invariant.Holds(_observing.Steps.Count == _responding.Steps.Count);
        for (var index = 0; index < _observing.Steps.Count; index++)
        {
            var (observed, enforced) = (_observing.Steps[index], _responding.Steps[index]);
            Invariant.Holds(observed.Start == enforced.Start && observed.Length == enforced.Length);
            Invariant.Holds(observed.Verdict.IsPass);
            if (observed.Length > 0)
            {
                Invariant.Holds(enforced.Verdict.IsPass ? observed.ReportCount == 0 : observed.ReportCount == MaxReports || HasReason(observed, enforced.Verdict));
                Invariant.Holds(enforced.ReportCount == (enforced.Verdict.IsPass ? 0 : 1));
            }
        }
    }

    private bool HasReason(in InspectionTrace.Step observed, in Verdict verdict)
    {
        foreach (ref readonly var report in _observing.ReportsOf(observed))
        {
            if (report.Rule == verdict.Rule && report.Fault == verdict.Fault && report.Header == verdict.Header && report.Outcome == VerdictKind.Pass)
            {
                return true;
            }
        }

        return false;
    }
}
