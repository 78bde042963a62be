// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>VoIP profiles that inputs are held against.</summary>
internal static class FuzzProfiles
{
    public static VoipProfileOptions Strict { get; } = ConfigurationLoader.LoadText("", "/nowhere").Options.VoipProfiles["strict"];

    /// <summary>Every rule that can refuse something refuses with an answer, at limits so low that small inputs reach them.</summary>
    public static VoipProfileOptions Responding { get; } = Refusing(InspectionMode.Enforce, hasPatterns: true);

    /// <summary>The same, but everything goes on.</summary>
    public static VoipProfileOptions Observing { get; } = Refusing(InspectionMode.Observe, hasPatterns: true);

    /// <summary>As <see cref="Responding"/>, for whom a profile is compiled with every input: patterns are what takes long.</summary>
    public static VoipProfileOptions RespondingWithoutPatterns { get; } = Refusing(InspectionMode.Enforce, hasPatterns: false);

    private static VoipProfileOptions Refusing(InspectionMode mode, bool hasPatterns)
    {
        var profile = new VoipProfileOptions { Name = "refusing" };
        var inspection = profile.Inspection;
        inspection.Mode = mode;

        // Next to no message has Require: nothing behind that rule would ever be looked at.
        foreach (var keyword in InspectionKeywords.WithAction.Where(keyword => !keyword.EndsWith("require", StringComparison.Ordinal)))
        {
            inspection.Actions[keyword] = CheckAction.Respond;
        }

        (inspection.BlockUnknown, inspection.BlockLongLines, inspection.MaxLineLength, inspection.MaxBodyLength) = (true, true, 300, 600);
        inspection.BlockedMethods.AddRange(["INFO", "OPTIONS", "ACK"]);
        inspection.BlockUnknownExcept.Add("SERVICE");
        if (hasPatterns)
        {
            (inspection.CallIdRegex, inspection.ContentTypeRegex) = ("^[!-~]{2,}$", "^[a-zA-Z]+/(sdp|mixed|[a-z]+)");
        }

        return profile;
    }
}
