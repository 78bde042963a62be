// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.Configuration.Schema;

/// <summary>Short ways to write the schema's rows.</summary>
internal static class Option
{
    /// <summary>A value that <see cref="Number"/> has let pass.</summary>
    public static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public const string NotYet = "accepted, not yet in force";

    /// <summary>The <see cref="OptionSchema.InForce"/> of an option that has no effect yet whatever it says.</summary>
    public static readonly IReadOnlyList<string> Nothing = [];

    public static OptionSchema Text(string keyword, string help, int maximumLength = 255) =>
        new() { Keyword = keyword, Kind = OptionKind.Text, Help = help, MaximumLength = maximumLength };

    public static OptionSchema Choice(string keyword, string[] choices, string? defaultChoice, string help) =>
        new() { Keyword = keyword, Kind = OptionKind.Choice, Help = help, Choices = choices, Default = defaultChoice };

    /// <summary><c>disable | enable</c> of which only <paramref name="inForce"/>, today's default, describes what happens.</summary>
    public static OptionSchema Switch(string keyword, string inForce, string help) =>
        Choice(keyword, ["disable", "enable"], inForce, help) with { InForce = [inForce] };

    public static OptionSchema Number(string keyword, long minimum, long maximum, string? defaultNumber, string help) =>
        new() { Keyword = keyword, Kind = OptionKind.Number, Help = help, Minimum = minimum, Maximum = maximum, Default = defaultNumber };

    public static OptionSchema Reference(string keyword, string[] blocks, string help) =>
        new() { Keyword = keyword, Kind = OptionKind.Reference, Help = help, References = blocks, MaximumLength = 79 };

    public static OptionSchema Of(OptionKind kind, string keyword, string help, string? defaultText = null) =>
        new() { Keyword = keyword, Kind = kind, Help = help, Default = defaultText, MaximumLength = 4096 };

    /// <summary>Says what FortiOS does instead and why we do not.</summary>
    public static OptionSchema Unlike(this OptionSchema option, string fortiOsDefault, string reason) =>
        option with { FortiOsDefault = fortiOsDefault, Deviation = reason };

    /// <summary>The first (for most options: only) word goes to <paramref name="assign"/>.</summary>
    public static OptionSchema To<T>(this OptionSchema option, Action<T, string> assign) =>
        option with { Assign = (target, values) => assign((T)target, values[0]) };

    /// <summary>All words go to <paramref name="assign"/>.</summary>
    public static OptionSchema ToAll<T>(this OptionSchema option, Action<T, IReadOnlyList<string>> assign) =>
        option with { Assign = (target, values) => assign((T)target, values) };

    public static OptionSchema Ours(this OptionSchema option) => option with { IsOurs = true };
}
