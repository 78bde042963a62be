// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;

namespace FastSipAlg.Microbenchmarks.Benchmarks;

/// <summary>A file of the corpus, as what a benchmark's case is named after: <c>phones/snom/register-outbound</c>.</summary>
public sealed class CorpusFile
{
    // Some of sip/phones. A fixed list: baselines stay comparable, and the gate's time the same, while the corpus grows.
    private static readonly string[] PhoneMessages =
    [
        "asterisk/200-invite", "asterisk/notify-mwi", "avaya/invite-session-id", "cisco/options-compact", "cisco/refer", "grandstream/reinvite-hold", "kamailio/100-trying", "kamailio/401-register",
        "linphone/ack", "linphone/message", "polycom/register-digest", "polycom/subscribe", "snom/register-outbound", "yealink/invite", "yealink/register", "zoiper/publish",
    ];

    private readonly string _folder;

    private CorpusFile(string folder, string path)
    {
        _folder = folder;
        Octets = Corpus.Read(path);
        Name = Path.ChangeExtension(path, null)[(_folder.Length + 1)..];
    }

    public string Name { get; }

    public byte[] Octets { get; }

    /// <summary>Messages that can be framed: some of phones and servers, and the legal ones that look as if they were not.</summary>
    public static IEnumerable<CorpusFile> Messages() => [.. Phones(), .. Under("sip", "sip/torture")];

    /// <summary>Messages of phones and servers, which profile strict lets pass.</summary>
    public static IEnumerable<CorpusFile> Phones() => PhoneMessages.Select(name => new CorpusFile("sip", $"sip/phones/{name}.sip"));

    public static IEnumerable<CorpusFile> SessionDescriptions() => Under("sdp", "sdp");

    public static IEnumerable<CorpusFile> Multiparts() => Under("multipart", "multipart");

    public static IEnumerable<CorpusFile> Configurations() =>
        Under("config/pairs", "config/pairs").Where(file => !file.Octets.AsSpan().StartsWith("{"u8));

    public override string ToString() => Name;

    private static IEnumerable<CorpusFile> Under(string folder, string subfolder) => Corpus.Under(subfolder).Select(path => new CorpusFile(folder, path));
}
