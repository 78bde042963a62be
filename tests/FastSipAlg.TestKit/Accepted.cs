// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using FastSipAlg.Transport.Sockets;
using Xunit;

namespace FastSipAlg.TestKit;

/// <summary>Our end of a connection that somebody has just made.</summary>
public static class Accepted
{
    public static AcceptedSocket By(FlowListener listener)
    {
        AcceptResult result = default;
        Assert.True(SpinWait.SpinUntil(() => (result = listener.Accept()).Error != SocketError.WouldBlock, TimeSpan.FromSeconds(30)), "Nobody connected.");
        Assert.Equal(SocketError.Success, result.Error);
        return result.Connection!;
    }
}
