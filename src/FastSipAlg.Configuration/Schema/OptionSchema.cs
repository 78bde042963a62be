// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>What a value of an option must look like.</summary>
public enum OptionKind
{
    /// <summary>Any text up to <see cref="OptionSchema.MaximumLength"/> characters.</summary>
    Text,

    /// <summary>One of <see cref="OptionSchema.Choices"/>, case-blind.</summary>
    Choice,

    /// <summary>Decimal, <see cref="OptionSchema.Minimum"/> to <see cref="OptionSchema.Maximum"/>.</summary>
    Number,

    /// <summary>The name of an entry of one of the blocks <see cref="OptionSchema.References"/>.</summary>
    Reference,

    /// <summary>An IPv4 or IPv6 address, no name.</summary>
    Address,

    /// <summary>An address, or a network as ADDRESS/BITS.</summary>
    Network,

    /// <summary>HOST, HOST:PORT or [IPv6]:PORT.</summary>
    HostAndPort,

    /// <summary>A token of SIP, such as the name of a header field or of a method (RFC 3261 §25.1).</summary>
    Token,

    /// <summary>A regular expression that a linear-time engine can match.</summary>
    Regex,

    /// <summary>A host name.</summary>
    HostName,

    /// <summary>FIRST-LAST, two ports.</summary>
    PortRange,

    /// <summary>A file's path, relative to the configuration file's directory.</summary>
    File,

    /// <summary>A file's path, or PEM text itself (it then begins with <c>-----BEGIN</c>).</summary>
    FileOrPem,

    /// <summary>A directory's path, relative to the configuration file's; it need not exist.</summary>
    Directory,

    /// <summary>The path of a file that we write, relative to the configuration file's directory; its own directory must exist.</summary>
    WrittenFile,
}

/// <summary>Which values of an option <c>show</c> must not print.</summary>
public enum OptionSecrecy
{
    Open,

    /// <summary>PEM text is a secret, a path is not.</summary>
    WhenPem,

    Always,
}

/// <summary>Everything that is known about one option; parser, checks, <c>show</c> and the README's table all read it from here.</summary>
public sealed record OptionSchema
{
    public required string Keyword { get; init; }

    public required OptionKind Kind { get; init; }

    /// <summary>One sentence for documentation.</summary>
    public required string Help { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    public long Minimum { get; init; }

    public long Maximum { get; init; } = uint.MaxValue;

    public int MaximumLength { get; init; } = 255;

    /// <summary>Takes several words.</summary>
    public bool IsList { get; init; }

    public OptionSecrecy Secrecy { get; init; }

    /// <summary>Names of the blocks whose entries may be named.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>What holds when the option is not written; null: unset.</summary>
    public string? Default { get; init; }

    /// <summary>FortiOS's default where it is not ours; null: the same, or the option is ours.</summary>
    public string? FortiOsDefault { get; init; }

    /// <summary>Why <see cref="Default"/> is not FortiOS's.</summary>
    public string? Deviation { get; init; }

    /// <summary>FortiOS version that brought the option, where known; null: older than 6.0, or ours.</summary>
    public string? Since { get; init; }

    /// <summary>FortiOS does not have it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>
    /// The values that do today what they say: null for all of them. Any other value gets the warning
    /// "accepted, not yet in force". A new effect is one word more in this list.
    /// </summary>
    public IReadOnlyList<string>? InForce { get; init; }

    /// <summary>Value → a warning of its own in place of the general one.</summary>
    public IReadOnlyDictionary<string, string> Warnings { get; init; } = new Dictionary<string, string>();

    /// <summary>Value → the reason why it is refused.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>A default of an entry, by its name, that depends on other options; wins over <see cref="Default"/> in <c>show --effective</c>.</summary>
    public Func<FastSipAlgOptions, string, string>? DefaultFrom { get; init; }

    /// <summary>Writes checked values into the block's options object; null: nothing reads the option yet.</summary>
    public Action<object, IReadOnlyList<string>>? Assign { get; init; }

    /// <summary>True when the values do what they say.</summary>
    public bool IsInForce(string value) => InForce is null || InForce.Contains(value);
}
