// SPDX-License-Identifier: MIT

using System.Buffers.Text;
using System.Text;

namespace FastSipAlg.Simulation.Servers;

/// <summary>
/// Hot path of the load stub: writes the 200 answers to all whole requests in a buffer, one after another, without allocating.
/// It finds message ends by itself, so that what it sees does not depend on the framer under test.
/// </summary>
public sealed class EchoAnswers(bool mirror)
{
    /// <summary>Octets an answer may have beyond those it copies.</summary>
    public const int Overhead = 128;

    private const int MaxCopies = 32;
    private readonly Range[] _copies = new Range[MaxCopies];
    private int _copyCount;
    private int _toLine;
    private int _contentLength;
    private bool _isTagged;

    /// <summary>Requests answered by the last call.</summary>
    public int Requests { get; private set; }

    /// <summary>Pings answered by the last call.</summary>
    public int Pings { get; private set; }

    /// <summary>
    /// Answers what is whole in <paramref name="input"/> into <paramref name="output"/>, which must hold twice the input and
    /// <see cref="Overhead"/> for each message. Gives the octets written; <paramref name="consumed"/> is what was answered.
    /// </summary>
    public int Answer(ReadOnlySpan<byte> input, Span<byte> output, out int consumed)
    {
        (consumed, Requests, Pings) = (0, 0, 0);
        var written = 0;
        while (consumed < input.Length)
        {
            var rest = input[consumed..];
            if (rest[0] is (byte)'\r' or (byte)'\n')
            {
                if (!rest.StartsWith("\r\n\r\n"u8))
                {
                    // Half a ping may be followed by its other half; anything else is skipped (RFC 3261 §7.5).
                    if ("\r\n\r\n"u8.StartsWith(rest))
                    {
                        break;
                    }

                    consumed++;
                    continue;
                }

                Pings++;
                consumed += 4;
                written += Put("\r\n"u8, output[written..]);
                continue;
            }

            var length = Scan(rest);
            if (length == 0)
            {
                break;
            }

            var request = rest[..length];
            consumed += length;
            Requests++;
            if (!request.StartsWith("ACK "u8))
            {
                written += Write(request, output[written..]);
            }
        }

        return written;
    }

    private static int Put(ReadOnlySpan<byte> octets, Span<byte> output)
    {
        octets.CopyTo(output);
        return octets.Length;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && line[name.Length] is (byte)':' or (byte)' ' && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    // The length of the message at the front, 0 when it is not whole; notes which lines its answer copies.
    private int Scan(ReadOnlySpan<byte> input)
    {
        (_copyCount, _toLine, _contentLength, _isTagged) = (0, -1, 0, false);
        var at = input.IndexOf((byte)'\n') + 1;
        if (at == 0)
        {
            return 0;
        }

        while (true)
        {
            var length = input[at..].IndexOf((byte)'\n') + 1;
            if (length == 0)
            {
                return 0;
            }

            if (length <= 2)
            {
                var end = at + length + _contentLength;
                return end <= input.Length ? end : 0;
            }

            Note(input.Slice(at, length), at);
            at += length;
        }
    }

    private void Note(ReadOnlySpan<byte> line, int at)
    {
        switch (line[0] | 0x20)
        {
            case 'v' when IsField(line, "via"u8) || IsField(line, "v"u8):
            case 'f' when IsField(line, "from"u8) || IsField(line, "f"u8):
            case 'i' when IsField(line, "i"u8):
            case 'c' when IsField(line, "call-id"u8) || IsField(line, "cseq"u8):
                Copy(at, line.Length);
                break;
            case 't' when IsField(line, "to"u8) || IsField(line, "t"u8):
                _toLine = _copyCount;
                _isTagged = line.IndexOf(";tag="u8) >= 0;
                Copy(at, line.Length);
                break;
            case 'c' when IsField(line, "content-length"u8):
            case 'l' when IsField(line, "l"u8):
                var digits = line[(line.IndexOf((byte)':') + 1)..].Trim(" \t\r\n"u8);
                _contentLength = Utf8Parser.TryParse(digits, out int value, out _) ? value : 0;
                break;
        }
    }

    private void Copy(int at, int length)
    {
        if (_copyCount < MaxCopies)
        {
            _copies[_copyCount++] = at..(at + length);
        }
    }

    private int Write(ReadOnlySpan<byte> request, Span<byte> output)
    {
        var written = Put("SIP/2.0 200 OK\r\n"u8, output);
        for (var i = 0; i < _copyCount; i++)
        {
            var line = request[_copies[i]];
            if (i == _toLine && !_isTagged)
            {
                written += Put(line.TrimEnd("\r\n"u8), output[written..]);
                line = ";tag=stub\r\n"u8;
            }

            written += Put(line, output[written..]);
        }

        if (!mirror)
        {
            return written + Put("Content-Length: 0\r\n\r\n"u8, output[written..]);
        }

        written += Put("Content-Type: message/sip\r\nContent-Length: "u8, output[written..]);
        Utf8Formatter.TryFormat(request.Length, output[written..], out var digits);
        written += digits;
        written += Put("\r\n\r\n"u8, output[written..]);
        return written + Put(request, output[written..]);
    }
}
