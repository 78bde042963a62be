// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>What a VoIP profile demands of the messages it lets through, in both directions.</summary>
public sealed class InspectionOptions
{
    /// <summary>FortiOS's words work as soon as they are written; what they do by default is pass.</summary>
    public InspectionMode Mode { get; set; } = InspectionMode.Enforce;

    /// <summary>
    /// Keyword → action, for all of <see cref="InspectionKeywords.WithAction"/>. FortiOS: pass, and so are the defaults here, but for
    /// <see cref="InspectionKeywords.ContentLength"/>.
    /// </summary>
    public Dictionary<string, CheckAction> Actions { get; } = InspectionKeywords.WithAction.ToDictionary(
        keyword => keyword, keyword => keyword == InspectionKeywords.ContentLength ? CheckAction.Respond : CheckAction.Pass);

    /// <summary>Keyword → mode, for the rules whose mode is not <see cref="Mode"/>.</summary>
    public Dictionary<string, InspectionMode> RuleModes { get; } = [];

    /// <summary>Longest physical line of the header section in octets, without its CRLF. FortiOS default; RFC 5322 §2.1.1.</summary>
    public int MaxLineLength { get; set; } = 998;

    /// <summary>Whether a message with a longer line is answered 413 or only reported. (FortiOS: enable.)</summary>
    public bool BlockLongLines { get; set; }

    /// <summary>Names of header fields whose lines may have any length. A PASSporT (RFC 8225) in Identity is longer than 998 octets.</summary>
    public List<string> LongLineExempt { get; } = ["Identity"];

    /// <summary>Longest body in octets; 0: the framer's own limit. FortiOS: 0, no limit.</summary>
    public long MaxBodyLength { get; set; }

    /// <summary>Names of the methods that are blocked, upper case.</summary>
    public List<string> BlockedMethods { get; } = [];

    /// <summary>Whether methods beyond <see cref="InspectionKeywords.Methods"/> are blocked. (FortiOS: enable.)</summary>
    public bool BlockUnknown { get; set; }

    /// <summary>Methods that <see cref="BlockUnknown"/> lets pass; case-sensitive, as methods are (RFC 3261 §7.1).</summary>
    public List<string> BlockUnknownExcept { get; } = [];

    public bool BlockGeoRedOptions { get; set; }

    /// <summary>
    /// Every Call-ID must match somewhere; null: any will do. Known to compile with
    /// <see cref="System.Text.RegularExpressions.RegexOptions.NonBacktracking"/> and <see cref="System.Text.RegularExpressions.RegexOptions.CultureInvariant"/>.
    /// </summary>
    public string? CallIdRegex { get; set; }

    /// <summary>As <see cref="CallIdRegex"/>, for Content-Type.</summary>
    public string? ContentTypeRegex { get; set; }

    /// <summary>Takes a Via branch without the magic cookie as well formed.</summary>
    public bool Rfc2543Branch { get; set; }

    /// <summary>A dropped message without a line in the log is what operators of ALGs complain of most. (FortiOS: disable.)</summary>
    public bool LogViolations { get; set; } = true;

    public ViolationLogFormat LogViolationsFormat { get; set; }

    /// <summary>Answers a discarded request as respond would have: without an answer a phone on TLS waits 32 s (RFC 3261 Timer B and F).</summary>
    public bool AnswerDiscarded { get; set; }
}
