// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Rules;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Inspection;

/// <summary>Options to policy; the only file of inspection that reads options. They have been validated, patterns too.</summary>
public static class InspectionPolicyCompiler
{
    public static InspectionPolicy Compile(VoipProfileOptions profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var options = profile.Inspection;
        var settings = Settings(options);
        return new InspectionPolicy(profile.Name, Rules(options, settings), new RuleTable(settings))
        {
            LogsViolations = options.LogViolations,
            LogsJson = options.LogViolationsFormat == ViolationLogFormat.Json,
            AnswersDiscarded = options.AnswerDiscarded,
            AllowLine = AllowLine(options, settings),
        };
    }

    // Rules that have nothing to do are left out, which is to be off.
    private static Dictionary<InspectionRuleId, RuleSetting> Settings(InspectionOptions options)
    {
        var settings = new Dictionary<InspectionRuleId, RuleSetting>();
        foreach (var (keyword, action) in options.Actions)
        {
            Add(InspectionRuleIds.FromKeyword(keyword)!.Value, Kind(action));
        }

        // What nearly every message does is worth no word when it may pass: to have no Require, and header fields of its phone's maker.
        foreach (var rule in (InspectionRuleId[])
            [InspectionRuleId.MalformedHeaderNoRequire, InspectionRuleId.MalformedHeaderNoProxyRequire, InspectionRuleId.UnknownHeader])
        {
            if (settings.TryGetValue(rule, out var setting) && setting.Action == VerdictKind.Pass)
            {
                settings.Remove(rule);
            }
        }

        Add(InspectionRuleId.MaxLineLength, options.BlockLongLines ? VerdictKind.Respond : VerdictKind.Pass);
        AddIf(options.MaxBodyLength > 0, InspectionRuleId.MaxBodyLength);
        foreach (var method in options.BlockedMethods)
        {
            Add(InspectionRuleIds.OfBlocked(SipMethods.Parse(Encoding.ASCII.GetBytes(method))), VerdictKind.Respond);
        }

        AddIf(options.BlockUnknown, InspectionRuleId.BlockUnknown);
        AddIf(options.BlockGeoRedOptions && !settings.ContainsKey(InspectionRuleId.BlockOptions), InspectionRuleId.BlockGeoRedOptions);
        AddIf(options.CallIdRegex is not null, InspectionRuleId.CallIdRegex);
        AddIf(options.ContentTypeRegex is not null, InspectionRuleId.ContentTypeRegex);
        foreach (var rule in settings.Where(setting => !setting.Value.IsOn).Select(setting => setting.Key).ToList())
        {
            settings.Remove(rule);
        }

        // No profile can switch this off: what cannot be framed cannot be forwarded.
        settings[InspectionRuleId.Framing] = new RuleSetting(RuleMode.Enforce, VerdictKind.Respond);
        settings[InspectionRuleId.MalformedHeaderContentLength] = new RuleSetting(RuleMode.Enforce, VerdictKind.Respond);
        return settings;

        void Add(InspectionRuleId rule, VerdictKind action) => settings[rule] = new RuleSetting(Mode(options, rule), action);

        void AddIf(bool isAsked, InspectionRuleId rule)
        {
            if (isAsked)
            {
                Add(rule, VerdictKind.Respond);
            }
        }
    }

    // In the order of a message. What is cheap and refuses much comes first.
    private static List<IInspectionRule> Rules(InspectionOptions options, Dictionary<InspectionRuleId, RuleSetting> settings)
    {
        var rules = new List<IInspectionRule>();
        AddIf(IsOn(InspectionRuleId.MaxLineLength), () => LineLength(options));
        AddIf(IsOn(InspectionRuleId.MalformedRequestLine) || IsOn(InspectionRuleId.MalformedStatusLine), () => new StartLineRule());
        AddIf(Blocks(settings), () => Method(options, settings));
        AddIf(IsOn(InspectionRuleId.MaxBodyLength), () => new BodyLengthRule(options.MaxBodyLength));
        AddIf(AnyOn(InspectionRuleId.MalformedHeaderVia, InspectionRuleId.MalformedHeaderOther) || IsOn(InspectionRuleId.UnknownHeader), () =>
            new HeaderFieldsRule(HeaderKinds.Compile(settings), options.Rfc2543Branch));
        AddIf(AnyOn(InspectionRuleId.MalformedHeaderVia, InspectionRuleId.MalformedHeaderNoProxyRequire), () => new RequiredFieldsRule());
        AddIf(IsOn(InspectionRuleId.MalformedHeaderContact), () => new ContactRule());
        AddIf(IsOn(InspectionRuleId.CallIdRegex), () => new PatternRule(InspectionRuleId.CallIdRegex, SipHeaderId.CallId, options.CallIdRegex!));
        AddIf(IsOn(InspectionRuleId.ContentTypeRegex), () =>
            new PatternRule(InspectionRuleId.ContentTypeRegex, SipHeaderId.ContentType, options.ContentTypeRegex!));
        AddIf(AnyOn(InspectionRuleId.MalformedHeaderOther, InspectionRuleId.MalformedHeaderSdpM), () => new BodyRule());
        return rules;

        bool IsOn(InspectionRuleId rule) => settings.ContainsKey(rule);

        bool AnyOn(InspectionRuleId first, InspectionRuleId last) =>
            settings.Keys.Any(rule => rule >= first && rule <= last && rule != InspectionRuleId.MalformedHeaderContentLength);

        void AddIf(bool isOn, Func<IInspectionRule> rule)
        {
            if (isOn)
            {
                rules.Add(rule());
            }
        }
    }

    private static LineLengthRule LineLength(InspectionOptions options)
    {
        var exempt = new bool[Enum.GetValues<SipHeaderId>().Length];
        var unknown = new List<byte[]>();
        foreach (var name in options.LongLineExempt)
        {
            if (SipHeaderNames.TryParse(name, out var header))
            {
                exempt[(int)header] = true;
            }
            else
            {
                unknown.Add(Encoding.ASCII.GetBytes(name));
            }
        }

        return new LineLengthRule(options.MaxLineLength, exempt, [.. unknown]);
    }

    private static bool Blocks(Dictionary<InspectionRuleId, RuleSetting> settings) =>
        settings.Keys.Any(rule => rule is >= InspectionRuleId.BlockAck and <= InspectionRuleId.BlockGeoRedOptions);

    private static MethodRule Method(InspectionOptions options, Dictionary<InspectionRuleId, RuleSetting> settings)
    {
        InspectionRuleId?[] blocked = [.. Enum.GetValues<SipMethod>().Select(RuleOf)];
        return new MethodRule(
            blocked,
            settings.ContainsKey(InspectionRuleId.BlockUnknown),
            [.. options.BlockUnknownExcept.Select(Encoding.ASCII.GetBytes)]);

        InspectionRuleId? RuleOf(SipMethod method)
        {
            if (method == SipMethod.Options && settings.ContainsKey(InspectionRuleId.BlockGeoRedOptions))
            {
                return InspectionRuleId.BlockGeoRedOptions;
            }

            return settings.ContainsKey(InspectionRuleIds.OfBlocked(method)) ? InspectionRuleIds.OfBlocked(method) : null;
        }
    }

    private static byte[] AllowLine(InspectionOptions options, Dictionary<InspectionRuleId, RuleSetting> settings)
    {
        var blocked = settings.Where(setting => setting.Value.Decides).Select(setting => setting.Key).ToHashSet();
        var allowed = Enum.GetValues<SipMethod>()
            .Where(method => method != SipMethod.Unknown && !blocked.Contains(InspectionRuleIds.OfBlocked(method)))
            .Where(method => method != SipMethod.Options || !blocked.Contains(InspectionRuleId.BlockGeoRedOptions))
            .Select(SipMethods.ToName)
            .Concat(options.BlockUnknown ? options.BlockUnknownExcept : []);
        return Encoding.ASCII.GetBytes($"Allow: {string.Join(", ", allowed)}\r\n");
    }

    private static RuleMode Mode(InspectionOptions options, InspectionRuleId rule)
    {
        // block-geo-red-options goes by block-options.
        var keyword = InspectionRuleIds.ToKeyword(rule == InspectionRuleId.BlockGeoRedOptions ? InspectionRuleId.BlockOptions : rule);
        return options.RuleModes.GetValueOrDefault(keyword, options.Mode) switch
        {
            InspectionMode.Off => RuleMode.Off,
            InspectionMode.Observe => RuleMode.Observe,
            _ => RuleMode.Enforce,
        };
    }

    private static VerdictKind Kind(CheckAction action) => action switch
    {
        CheckAction.Discard => VerdictKind.Discard,
        CheckAction.Respond => VerdictKind.Respond,
        _ => VerdictKind.Pass,
    };
}
