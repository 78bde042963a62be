// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Has OpenSSL give a connection's record buffers back while they are empty (SSL_MODE_RELEASE_BUFFERS): some 10 KB a leg that says nothing. HAProxy and nginx do so, too.
/// SslStream has no setting for it, so this reaches for its SSL handle. Wherever the runtime or OpenSSL is not one that this was tried with, it does nothing and legs only weigh more.
/// </summary>
internal static class RecordBuffers
{
    /// <summary>SSL_CTRL_MODE and SSL_MODE_RELEASE_BUFFERS of OpenSSL's ssl.h.</summary>
    private const int ControlMode = 33;
    private const nint ReleaseBuffers = 0x10;

    private static readonly FieldInfo? Handle = FindHandle();

    /// <summary>After the handshake, before anything else uses <paramref name="stream"/>. True when OpenSSL does it from now on.</summary>
    public static bool ReleaseWhenEmpty(SslStream stream)
    {
        if (Handle?.GetValue(stream) is not SafeHandle { IsInvalid: false } handle || handle.GetType().Name != "SafeSslHandle")
        {
            return false;
        }

        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return (SslControl(handle.DangerousGetHandle(), ControlMode, ReleaseBuffers, 0) & ReleaseBuffers) != 0;
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static FieldInfo? FindHandle() => Environment.Version.Major == 10 && OpenSslLibrary.IsKnown
        ? typeof(SslStream).GetField("_securityContext", BindingFlags.Instance | BindingFlags.NonPublic)
        : null;

    [DllImport(OpenSslLibrary.Ssl, EntryPoint = "SSL_ctrl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SslControl(nint ssl, int command, nint argument, nint pointer);
}
