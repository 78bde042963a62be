// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.LoadGenerator.Messages;

/// <summary>
/// Hot path: one connection's request, preformatted, and the response that the stub will give to it. Only the sequence number's digits are
/// written for each message, so sending and checking are a copy and a comparison.
/// </summary>
internal sealed class RequestTemplate
{
    /// <summary>Where the sequence number goes. Nine digits, the first not zero: a CSeq without leading zeros that stays below 2^31.</summary>
    public const string Mark = "#########";

    /// <summary>The sequence number of message 0.</summary>
    public const int FirstSequence = 100_000_000;

    private readonly byte[] _request;
    private readonly int[] _requestMarks;
    private readonly byte[] _response;
    private readonly int[] _responseMarks;

    /// <param name="text">The request with its marks.</param>
    /// <param name="mirror">The stub answers with the request as body (<see cref="ServerRole.Mirror"/>).</param>
    public RequestTemplate(string text, bool mirror)
    {
        _request = Encoding.ASCII.GetBytes(text);
        IsInDialog = text.Split("\r\n").Any(line => line.StartsWith("To:", StringComparison.Ordinal) && line.Contains(";tag=", StringComparison.Ordinal));
        var output = new byte[(2 * _request.Length) + EchoAnswers.Overhead];
        var length = new EchoAnswers(mirror).Answer(_request, output, out _);
        _response = output[..length];
        _requestMarks = Marks(_request);
        _responseMarks = Marks(_response);
    }

    /// <summary>Its To has a tag.</summary>
    public bool IsInDialog { get; }

    public int RequestLength => _request.Length;

    public int ResponseLength => _response.Length;

    /// <summary>Writes request number <paramref name="number"/>; gives its length.</summary>
    public int Write(int number, Span<byte> output)
    {
        Span<byte> digits = stackalloc byte[Mark.Length];
        Format(number, digits);
        _request.CopyTo(output);
        foreach (var mark in _requestMarks)
        {
            digits.CopyTo(output[mark..]);
        }

        return _request.Length;
    }

    /// <summary>
    /// Whether <paramref name="response"/> (<see cref="ResponseLength"/> octets) is exactly the one to request <paramref name="number"/>. Not for two
    /// threads at once: it writes the number into the expected octets and compares.
    /// </summary>
    public bool IsResponse(int number, ReadOnlySpan<byte> response)
    {
        Span<byte> digits = stackalloc byte[Mark.Length];
        Format(number, digits);
        foreach (var mark in _responseMarks)
        {
            digits.CopyTo(_response.AsSpan(mark));
        }

        return response.SequenceEqual(_response);
    }

    /// <summary>The templates that a connection sends in turn.</summary>
    public static RequestTemplate[] Create(MessageKind kind, int connection, bool mirror) => kind switch
    {
        MessageKind.Register => [new RequestTemplate(RequestText.Register(connection), mirror)],
        MessageKind.Invite => [new RequestTemplate(RequestText.Invite(connection), mirror)],
        MessageKind.Mixed => [new RequestTemplate(RequestText.Register(connection), mirror), new RequestTemplate(RequestText.Invite(connection), mirror)],
        _ => Dialogs(new RequestTemplate(RequestText.Register(connection), mirror), new RequestTemplate(RequestText.Info(connection), mirror), connection),
    };

    // Connections do not all send the same at once.
    private static RequestTemplate[] Dialogs(RequestTemplate register, RequestTemplate info, int connection) =>
        [.. Enumerable.Range(connection, 4).Select(turn => turn % 4 == 3 ? info : register)];

    private static void Format(int number, Span<byte> digits)
    {
        var rest = FirstSequence + number;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            (rest, var digit) = Math.DivRem(rest, 10);
            digits[i] = (byte)('0' + digit);
        }
    }

    private static int[] Marks(ReadOnlySpan<byte> octets)
    {
        var mark = "#########"u8;
        var marks = new List<int>();
        for (var at = 0; octets[at..].IndexOf(mark) is var next && next >= 0; at += next + mark.Length)
        {
            marks.Add(at + next);
        }

        return [.. marks];
    }
}
