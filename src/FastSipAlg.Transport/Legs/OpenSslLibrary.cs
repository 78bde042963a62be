// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastSipAlg.Transport.Legs;

/// <summary>The OpenSSL that SslStream has loaded, as far as we may call it, too.</summary>
internal static class OpenSslLibrary
{
    public const string Ssl = "libssl.so.3";
    public const string Crypto = "libcrypto.so.3";

    /// <summary>The runtime's own choice of another OpenSSL: that one is not the library named here.</summary>
    private const string OtherOpenSsl = "DOTNET_OPENSSL_VERSION_OVERRIDE";

    /// <summary>Whether the libraries named here are the ones that SslStream uses. Asking has them loaded and set up by the runtime first.</summary>
    public static bool IsKnown { get; } =
        OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable(OtherOpenSsl) is null
        && SafeEvpPKeyHandle.OpenSslVersion >> 28 == 3
        && NativeLibrary.TryLoad(Ssl, out _)
        && NativeLibrary.TryLoad(Crypto, out _);

    /// <summary>Such as <c>3.0.19</c>. The number is MNN00PP0 in hexadecimal (OPENSSL_VERSION_NUMBER(3)).</summary>
    public static string Version { get; } = SafeEvpPKeyHandle.OpenSslVersion is var number
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number >> 28}.{(number >> 20) & 0xff}.{(number >> 4) & 0xff}")
        : "";
}
