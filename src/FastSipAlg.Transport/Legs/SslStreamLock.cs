// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Reflection;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// SslStream reads and writes OpenSSL's object under a lock of its own, but makes a close_notify without it: while another thread decrypts, which it does whenever a flow is ended in the lane and its
/// peer still sends, both work on one object, and the heap is destroyed. So whoever sends a close_notify takes that lock. SslStream does not give it out: this reaches for it, and where the runtime is
/// not one that this was tried with, an object that nobody else locks stands for it.
/// </summary>
internal static class SslStreamLock
{
    private static readonly FieldInfo? Field = Environment.Version.Major == 10
        ? typeof(SslStream).GetField("_sslAuthenticationOptions", BindingFlags.Instance | BindingFlags.NonPublic)
        : null;

    public static object Of(SslStream stream) => Field?.GetValue(stream) ?? stream;
}
