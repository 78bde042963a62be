// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FastSipAlg.Transport.Sockets;

/// <summary>
/// One port, two processes: the one that goes and the one that takes over (SO_REUSEPORT, socket(7)). The kernel spreads new connections over both sockets, and closing one resets those that wait in it.
/// So the one that goes first has the kernel send all that is new to the other, by a filter of one instruction, and closes when nothing is left that was begun before.
/// </summary>
internal static class ReusedPort
{
    private const int SoReusePort = 15;
    private const int SoAttachReusePortCbpf = 51;

    // BPF_RET | BPF_K, linux/bpf_common.h
    private const ushort ReturnConstant = 0x06;

    // Sockets of a port are numbered in the order in which they began to listen: the one that goes is 0. A number that nobody has (any more) lets the kernel spread as before.
    private const uint Successor = 1;

    /// <summary>Before the port is bound. Only processes of the same user can share it.</summary>
    public static void Share(Socket socket) => LinuxCalls.SetOption(socket.SafeHandle, LinuxCalls.SocketLevel, SoReusePort, 1);

    /// <summary>Does nothing where the kernel has no such filter: connections may then be reset when the socket is closed.</summary>
    public static void HandOver(Socket socket)
    {
        // struct sock_filter { __u16 code; __u8 jt; __u8 jf; __u32 k; }
        var filter = new byte[8];
        MemoryMarshal.Write(filter, ReturnConstant);
        MemoryMarshal.Write(filter.AsSpan(4), Successor);
        var pinned = GCHandle.Alloc(filter, GCHandleType.Pinned);
        try
        {
            // struct sock_fprog { unsigned short len; struct sock_filter *filter; }
            Span<byte> program = stackalloc byte[2 * IntPtr.Size];
            program.Clear();
            MemoryMarshal.Write(program, (ushort)1);
            MemoryMarshal.Write(program[IntPtr.Size..], pinned.AddrOfPinnedObject());
            socket.SetRawSocketOption(LinuxCalls.SocketLevel, SoAttachReusePortCbpf, program);
        }
        catch (SocketException)
        {
            // An old kernel: the port is shared all the same.
        }
        finally
        {
            pinned.Free();
        }
    }
}
