// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Dissect;

/// <summary>A profile that asks for the same and enforces none of it: inspection then looks at everything and reports it all.</summary>
internal static class ObservingProfile
{
    public static VoipProfileOptions Of(VoipProfileOptions profile)
    {
        var observing = new VoipProfileOptions { Name = profile.Name };
        var (from, to) = (profile.Inspection, observing.Inspection);
        to.Mode = InspectionMode.Observe;
        foreach (var (keyword, action) in from.Actions)
        {
            to.Actions[keyword] = action;
        }

        (to.MaxLineLength, to.BlockLongLines, to.MaxBodyLength) = (from.MaxLineLength, from.BlockLongLines, from.MaxBodyLength);
        (to.BlockUnknown, to.BlockGeoRedOptions, to.Rfc2543Branch) = (from.BlockUnknown, from.BlockGeoRedOptions, from.Rfc2543Branch);
        (to.CallIdRegex, to.ContentTypeRegex) = (from.CallIdRegex, from.ContentTypeRegex);
        to.LongLineExempt.Clear();
        to.LongLineExempt.AddRange(from.LongLineExempt);
        to.BlockedMethods.AddRange(from.BlockedMethods);
        to.BlockUnknownExcept.AddRange(from.BlockUnknownExcept);
        return observing;
    }
}
