// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>The setting of every rule of one profile, immutable.</summary>
public sealed class RuleTable
{
    private readonly RuleSetting[] _settings;

    /// <summary>A rule that <paramref name="settings"/> does not name is off.</summary>
    public RuleTable(IReadOnlyDictionary<InspectionRuleId, RuleSetting> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = new RuleSetting[InspectionRuleIds.Count];
        foreach (var (rule, setting) in settings)
        {
            _settings[(int)rule] = setting;
        }
    }

    public RuleSetting this[InspectionRuleId rule] => _settings[(int)rule];
}
