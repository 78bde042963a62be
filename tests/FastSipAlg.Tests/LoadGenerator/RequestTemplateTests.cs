// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class RequestTemplateTests
{
    [Fact]
    public void Write_OfRegister_IsARegisterOfItsSize()
    {
        var message = Write(MessageKind.Register, 7);

        Assert.InRange(message.Received.Length, 550, 650);
        Assert.Equal("100000007 REGISTER", message["CSeq"]);
        Assert.Equal("u00003-100000007@192.0.2.10", message.CallId);
    }

    [Fact]
    public void Write_OfInvite_HasASessionAsLongAsItSays()
    {
        var message = Write(MessageKind.Invite, 1_234_567);

        Assert.InRange(message.Received.Length, 1_300, 1_600);
        Assert.Equal(message.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), message["Content-Length"]);
        Assert.Contains("o=u00003 101234567 1", Encoding.ASCII.GetString(message.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageKind.Register)]
    [InlineData(MessageKind.Invite)]
    [InlineData(MessageKind.Dialogs)]
    public void Write_OfAnyKind_IsOneFrame(MessageKind kind)
    {
        var framer = new SipFramer(SipFramerLimits.Default);
        var octets = Write(kind, 0).Received;

        var status = framer.Read(octets, out var consumed);

        Assert.Equal((FrameStatus.Message, octets.Length, SipDefect.None), (status, consumed, framer.Defect));
    }

    [Fact]
    public void Dialogs_AreEachFourthRequest_AtAnotherPlaceForEachConnection()
    {
        var templates = Enumerable.Range(0, 4).Select(connection => RequestTemplate.Create(MessageKind.Dialogs, connection, mirror: false)).ToList();

        Assert.All(templates, connection => Assert.Single(connection, template => template.IsInDialog));
        Assert.Equal([3, 2, 1, 0], templates.Select(connection => Array.FindIndex(connection, template => template.IsInDialog)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void IsResponse_OfTheStubsAnswer_HoldsForItsNumberOnly(bool mirror)
    {
        var template = RequestTemplate.Create(MessageKind.Invite, 3, mirror)[0];
        var answer = Answer(template, 42, mirror);

        Assert.Equal(template.ResponseLength, answer.Length);
        Assert.True(template.IsResponse(42, answer));
        Assert.False(template.IsResponse(43, answer));
    }

    [Fact]
    public void IsResponse_WithOneOctetChanged_IsFalseWhereverItIs()
    {
        var template = RequestTemplate.Create(MessageKind.Invite, 3, mirror: true)[0];
        var answer = Answer(template, 42, mirror: true);

        for (var i = 0; i < answer.Length; i++)
        {
            answer[i] ^= 1;
            Assert.False(template.IsResponse(42, answer));
            answer[i] ^= 1;
        }
    }

    [Fact]
    public void WriteAndIsResponse_InSteadyState_AllocateNothing()
    {
        var template = RequestTemplate.Create(MessageKind.Invite, 3, mirror: false)[0];
        var output = new byte[2048];
        var answer = Answer(template, 1, mirror: false);
        template.Write(1, output);
        template.IsResponse(1, answer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            template.Write(i, output);
            template.IsResponse(i, answer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static byte[] Answer(RequestTemplate template, int number, bool mirror)
    {
        var request = new byte[template.RequestLength];
        template.Write(number, request);
        var output = new byte[(2 * request.Length) + EchoAnswers.Overhead];
        var length = new EchoAnswers(mirror).Answer(request, output, out _);
        return output[..length];
    }

    private static SimulatedMessage Write(MessageKind kind, int number)
    {
        var template = RequestTemplate.Create(kind, 3, mirror: false)[0];
        var output = new byte[template.RequestLength];
        template.Write(number, output);
        return SimulatedMessage.Parse(output);
    }
}
