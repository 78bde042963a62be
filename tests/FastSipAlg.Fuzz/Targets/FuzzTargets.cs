// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Targets;

/// <summary>All targets. A new one is a line here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<string> Names { get; } = [.. All().Select(target => target.Name)];

    /// <summary>A new instance: targets keep buffers between runs.</summary>
    public static IFuzzTarget Create(string name) => All().Single(target => target.Name == name);

    private static IEnumerable<IFuzzTarget> All() =>
    [
        new SipFramerTarget(),
        new SipMessageViewTarget(),
        new SdpReaderTarget(),
        new MultipartBodyTarget(),
        new SipResponseWriterTarget(),
        new InspectionTarget(),
        new DissectTarget(),
        new ConfigurationTarget(),
        new ClientHelloTarget(),
        new ProxyHeaderTarget(),
        new TlsRecordsTarget(),
        new RevocationTarget(),
    ];
}
