// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Sockets;

public sealed class PassedSocketsTests : IDisposable
{
    private static readonly string Us = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
    private static readonly IPEndPoint Elsewhere = new(IPAddress.Loopback, 1);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PassedSocketsTests() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    private IPEndPoint Place => (IPEndPoint)_socket.LocalEndPoint!;

    // The descriptor is the test's own, and closed by it alone.
    private PassedSockets Read(string processId, string count = "1", string? names = null) => PassedSockets.Read(
        name => name switch { "LISTEN_PID" => processId, "LISTEN_FDS" => count, "LISTEN_FDNAMES" => names, _ => null },
        (int)_socket.SafeHandle.DangerousGetHandle());

    [Fact]
    public void Socket_ThatListens_IsFoundByPlaceOrName()
    {
        _socket.Listen();

        var passed = Read(Us, names: "phones");

        Assert.Equal(Place, passed.Find("other", Place)!.EndPoint);
        Assert.Equal(Place, passed.Find("phones", Elsewhere)!.EndPoint);
        Assert.Null(passed.Find("other", Elsewhere));
    }

    [Fact]
    public async Task Listener_ThatWasDisposed_StillAcceptsForTheNext()
    {
        _socket.Listen();
        var passed = Read(Us);
        passed.Find("", Place)!.Dispose();

        using var phone = new TcpClient();
        await phone.ConnectAsync(Place);

        Assert.NotNull(Accepted.By(passed.Find("", Place)!));
    }

    [Fact]
    public void Socket_ThatDoesNotListen_IsNobodys()
    {
        var passed = Read(Us, names: "phones");

        Assert.Null(Assert.Single(passed.All).EndPoint);
        Assert.Null(passed.Find("phones", Place));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData(null, "1")]
    [InlineData("us", null)]
    [InlineData("us", "-1")]
    [InlineData("us", "many")]
    public void Variables_OfAnotherProcessOrWithoutACount_MeanNothing(string? processId, string? count)
    {
        _socket.Listen();

        Assert.Empty(Read(processId == "us" ? Us : processId!, count!).All);
    }

    public void Dispose() => _socket.Dispose();
}
