// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// What programs that others wrote say in ordinary traffic passes the profile <c>strict</c> untouched: octet by octet the same on both sides of the relay, in either
/// direction, without one violation.
/// </summary>
[Collection(RelayPumpAllocationTests.Alone)]
public sealed class StrangersPassStrict : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-strangers-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [RequiresToolTheory("sipp")]
    [InlineData("register", "REGISTER sip:", "SIP/2.0 401 ")]
    [InlineData("options", "OPTIONS sip:", "SIP/2.0 200 ")]
    [InlineData("call", "BYE sip:", "SIP/2.0 180 ")]
    [InlineData("cancel", "CANCEL sip:", "SIP/2.0 487 ")]
    [InlineData("message", "MESSAGE sip:", "SIP/2.0 200 ")]
    public async Task Sipp_AsPhonesAndAsServer(string scenario, string request, string response)
    {
        var at = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        await using var relay = TappedRelay.Start(at, phonesSpeakTls: false, serverSpeaksTls: false);
        using var server = await SippProcess.ServerAsync(scenario, at, _directory);
        using var phones = SippProcess.Phones(scenario, relay.EndPoint, _directory);

        await phones.AssertEndsWellAsync();
        await server.AssertEndsWellAsync();

        var said = await relay.AssertUntouchedAsync();
        Assert.Empty(relay.Violations);
        Assert.True(Count(said.Forth, request) >= SippProcess.Calls);
        Assert.True(Count(said.Back, response) >= SippProcess.Calls);
    }

    [RequiresKamailio("sipp")]
    public async Task Kamailio_WithSippAsPhones()
    {
        var at = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        await using var relay = TappedRelay.Start(at, phonesSpeakTls: false, serverSpeaksTls: true);
        using var server = await KamailioProcess.StartAsync(at, relay.Files, _directory);
        using (var phones = SippProcess.Phones("register", relay.EndPoint, _directory))
        {
            await phones.AssertEndsWellAsync();
        }

        using (var phones = SippProcess.Phones("options", relay.EndPoint, _directory))
        {
            await phones.AssertEndsWellAsync();
        }

        var said = await relay.AssertUntouchedAsync();
        Assert.Empty(relay.Violations);
        Assert.Equal(SippProcess.Calls, Count(said.Back, "SIP/2.0 401 "));
        Assert.Equal(2 * SippProcess.Calls, Count(said.Back, "SIP/2.0 200 "));
        Assert.Contains("\r\nServer: kamailio ", said.Back, StringComparison.Ordinal);
    }

    [RequiresKamailio]
    public async Task Kamailio_BetweenTwoPhones()
    {
        var at = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        await using var relay = TappedRelay.Start(at, phonesSpeakTls: true, serverSpeaksTls: true);
        using var server = await KamailioProcess.StartAsync(at, relay.Files, _directory);
        await using (var alice = await ConnectAsync(relay, "alice", CallAnswering.Answer))
        await using (var bob = await ConnectAsync(relay, "bob", CallAnswering.Answer))
        await using (var carol = await ConnectAsync(relay, "carol", CallAnswering.Ring))
        {
            await ConverseAsync(alice, bob, carol);
        }

        var said = await relay.AssertUntouchedAsync();
        Assert.Empty(relay.Violations);
        Assert.Contains("SIP/2.0 100 trying", said.Back, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 404 Not Found", said.Back, StringComparison.Ordinal);
        Assert.Contains("SIP/2.0 483 Too Many Hops", said.Back, StringComparison.Ordinal);
        Assert.Contains("INVITE sip:bob@", said.Back, StringComparison.Ordinal);
        Assert.Contains("\r\nRecord-Route: <sip:127.0.0.1:", said.Back, StringComparison.Ordinal);
        Assert.Contains("OPTIONS sip:", said.Back, StringComparison.Ordinal);
    }

    // They have no Max-Forwards, which RFC 3261 §8.1.1 asks of every request: strict discards them unless it is told not to.
    [RequiresKamailio]
    public async Task Kamailio_KeepAlivesOfUsrloc_WhenMaxForwardsMayBeMissing()
    {
        var at = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        await using var relay = TappedRelay.Start(at, phonesSpeakTls: true, serverSpeaksTls: true, "set malformed-header-max-forwards pass");
        using var server = await KamailioProcess.StartAsync(at, relay.Files, _directory, keepsAlive: true);
        await using (var alice = await ConnectAsync(relay, "alice", CallAnswering.Answer))
        {
            Assert.Equal(200, (await alice.RegisterAsync()).StatusCode);
            await alice.ReceiveAsync(message => message.Method == "OPTIONS" && message["Max-Forwards"] is null);
        }

        var said = await relay.AssertUntouchedAsync();
        Assert.Contains("\r\nCall-ID: ksrulka-", said.Back, StringComparison.Ordinal);
        Assert.All(relay.Violations, violation => Assert.StartsWith("rule=malformed-header-max-forwards defect=MaxForwardsMissing method=OPTIONS ", violation, StringComparison.Ordinal));
        Assert.NotEmpty(relay.Violations);
    }

    // What a SIP server sees of phones on a working day.
    private static async Task ConverseAsync(SimulatedPhone alice, SimulatedPhone bob, SimulatedPhone carol)
    {
        foreach (var phone in (SimulatedPhone[])[alice, bob, carol])
        {
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        var call = await alice.CallAsync("bob");
        Assert.Equal(200, call.FinalResponse!.StatusCode);
        await bob.ReceiveAsync("ACK");
        Assert.Equal(200, (await call.ReinviteAsync()).StatusCode);
        await bob.ReceiveAsync("ACK");
        Assert.Equal(200, (await call.HangUpAsync()).StatusCode);

        var unanswered = await alice.StartCallAsync("carol");
        await unanswered.RingingAsync();
        Assert.Equal(200, (await unanswered.CancelAsync()).StatusCode);
        await carol.ReceiveAsync("ACK");

        Assert.Equal(200, (await bob.MessageAsync("alice", "fünf")).StatusCode);
        Assert.Equal(404, (await alice.OptionsAsync("nobody")).StatusCode);
        Assert.Equal(200, (await alice.OptionsAsync()).StatusCode);
        Assert.Equal(483, (await alice.RequestAsync(alice.NewRequest("OPTIONS", alice.AddressOfRecord).Set("Max-Forwards", "0"))).StatusCode);
        await bob.ReceiveAsync("OPTIONS");
        Assert.Equal(200, (await carol.RegisterAsync(expiresSeconds: 0)).StatusCode);
    }

    private static Task<SimulatedPhone> ConnectAsync(TappedRelay relay, string user, CallAnswering answering) => SimulatedPhone.ConnectAsync(
        relay.EndPoint,
        relay.PhoneTls(),
        new SimulatedPhoneOptions { User = user, Domain = RelayLab.Domain, Password = KamailioProcess.Password, Answering = answering });

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
