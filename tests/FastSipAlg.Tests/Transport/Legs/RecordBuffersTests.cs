// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class RecordBuffersTests
{
    // A runtime whose SslStream looks different inside makes this fail: then idle legs weigh more until it is taught here.
    [Fact]
    public async Task BothSides_AfterTheHandshake_ReleaseTheirBuffersAndGoOn()
    {
        using var lab = LabCertificates.Create();
        using var certificate = lab.IssueServer("sip.example.com");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var phone = new SslStream(client.GetStream(), false, (_, presented, _, _) => certificate.Certificate.Equals(presented));
        await using var server = new SslStream(accepted.GetStream());
        await Task.WhenAll(phone.AuthenticateAsClientAsync("sip.example.com"), server.AuthenticateAsServerAsync(certificate.Certificate));

        Assert.True(RecordBuffers.ReleaseWhenEmpty(phone));
        Assert.True(RecordBuffers.ReleaseWhenEmpty(server));

        var octets = new byte[100_000];
        new Random(1).NextBytes(octets);
        var received = new byte[octets.Length];
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(phone.WriteAsync(octets).AsTask(), server.ReadExactlyAsync(received).AsTask());
            Assert.Equal(octets, received);
            Array.Clear(received);
        }
    }

    [Fact]
    public void Stream_BeforeItsHandshake_IsLeftAlone()
    {
        using var stream = new SslStream(new MemoryStream());

        Assert.False(RecordBuffers.ReleaseWhenEmpty(stream));
    }
}
