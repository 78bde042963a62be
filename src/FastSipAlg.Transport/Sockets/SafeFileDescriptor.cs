// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>A descriptor of ours that is no file; closed once nobody uses it.</summary>
internal sealed partial class SafeFileDescriptor() : SafeHandle(-1, ownsHandle: true)
{
    public override bool IsInvalid => handle == -1;

    /// <exception cref="SocketException"><paramref name="descriptor"/> is none.</exception>
    public static SafeFileDescriptor Own(int descriptor, Func<SocketError> error)
    {
        if (descriptor < 0)
        {
            throw new SocketException((int)error());
        }

        var owner = new SafeFileDescriptor();
        owner.SetHandle(descriptor);
        return owner;
    }

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
