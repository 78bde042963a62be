// SPDX-License-Identifier: MIT

using FastSipAlg.Tests.Transport.ClientHello;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>What phones say of themselves when a certificate is to be chosen for them.</summary>
internal static class Hello
{
    public const ushort EcdsaP256 = 0x0403;
    public const ushort EcdsaP384 = 0x0503;
    public const ushort RsaPss = 0x0804;

    private const ushort EcdsaSuite = 0xc02b;
    private const ushort RsaSuite = 0xc02f;

    /// <summary>A modern phone that asks for no name.</summary>
    public static ClientHelloInfo Without { get; } = Of(null, tls13: true, [EcdsaP256, RsaPss], [0x1301, EcdsaSuite, RsaSuite]);

    /// <summary>A modern phone.</summary>
    public static ClientHelloInfo For(string name) => Of(name, tls13: true, [EcdsaP256, RsaPss], [0x1301, EcdsaSuite, RsaSuite]);

    /// <summary>A phone of TLS 1.2.</summary>
    public static ClientHelloInfo Tls12(string name, bool hasEcdsaSuite, params ushort[] schemes) =>
        Of(name, tls13: false, schemes, hasEcdsaSuite ? [EcdsaSuite, RsaSuite] : [RsaSuite]);

    public static ClientHelloInfo Tls13(string name, params ushort[] schemes) => Of(name, tls13: true, schemes, [0x1301]);

    private static ClientHelloInfo Of(string? name, bool tls13, ushort[] schemes, ushort[] suites)
    {
        byte[][] extensions =
        [
            .. name is null ? [] : (byte[][])[HelloBytes.ServerName(name)],
            .. tls13 ? (byte[][])[HelloBytes.Versions(0x0304, 0x0303)] : [],
            .. schemes.Length > 0 ? (byte[][])[HelloBytes.Schemes(schemes)] : [],
        ];
        return ClientHelloParser.Parse(new HelloBytes { Suites = suites, Extensions = extensions }.ToMessage().AsSpan(4))!;
    }
}
