// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>No octets pass for what an issuer says about revocation, as a responder's answer or as a list, when they are not signed by it; and whatever they are, reading them ends with a value.</summary>
internal sealed class RevocationTarget : IFuzzTarget
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 20, 0, 0, TimeSpan.Zero);

    private readonly X509Certificate2 _issuer;
    private readonly OcspCertId _id;

    public RevocationTarget()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=Corpus, CN=Corpus CA", key, HashAlgorithmName.SHA256);
        _issuer = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        _id = new OcspCertId(_issuer, _issuer);
    }

    public string Name => "revocation";

    public IReadOnlyList<string> SeedFolders => ["revocation"];

    // DER's bricks: sequences, times, object identifiers, tags of the choices.
    public IReadOnlyList<string> Words { get; } =
    [
        "\u0030\u0080", "\u0030\0", "\u0030\u0003\n\u0001\0", "\u00a0\u0003\u0002\u0001\u0001", "\u00a0\0", "\u0080\0", "\u0082\0", "\u0018\u000f20261124195500Z", "\u0017\u000d261124195500Z",
        "\u0006\u0009\u002b\u0006\u0001\u0005\u0005\u0007\u0030\u0001\u0001", "\u0006\u0008\u002a\u0086\u0048\u00ce\u003d\u0004\u0003\u0002", "\u0003\u0001\0", "\u0001\u0001\u00ff",
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var octets = input.ToArray();
        var status = OcspResponse.Read(octets, _id, _issuer, Now, out _, out var fault);
        Invariant.Holds(status == RevocationStatus.Unknown && fault.Length > 0);

        var list = RevocationList.Parse(octets, out var sentence);
        Invariant.Holds(list is null == sentence.Length > 0);
        Invariant.Holds(list is null || !list.IsBy(_issuer));
    }
}
