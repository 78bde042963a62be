// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>Makes new inputs of old ones: changes octets, moves, repeats and leaves out ranges, puts words in, joins two. The same seed makes the same.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<string> words)
{
    private const int MaxLength = 16 * 1024;
    private const int MaxMutations = 6;

    private static ReadOnlySpan<byte> Odd => "\0\t\n\r \"%(),-./0:;<=>?@[\\]_~\u007f\u0080"u8;

    private readonly Random _random = new(seed);
    private readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[] _scratch = new byte[MaxLength];

    /// <summary>A mutation of one of the inputs, or of two; valid until the next.</summary>
    public ReadOnlySpan<byte> Next(IReadOnlyList<byte[]> inputs)
    {
        // The shorter of two: more runs in the same time.
        var (one, other) = (Pick(inputs), Pick(inputs));
        var length = Put(0, one.Length < other.Length ? one : other);
        for (var left = _random.Next(1, MaxMutations + 1); left > 0; left--)
        {
            length = Mutate(length, inputs);
        }

        return _scratch.AsSpan(0, length);
    }

    // The newest were kept because they led somewhere new.
    private byte[] Pick(IReadOnlyList<byte[]> inputs) =>
        inputs[_random.Next(2) == 0 ? Math.Max(0, inputs.Count - 1 - _random.Next(32)) : _random.Next(inputs.Count)];

    private int Mutate(int length, IReadOnlyList<byte[]> inputs)
    {
        var at = length == 0 ? 0 : _random.Next(length);
        var range = Math.Min(length - at, 1 + Short(64));
        switch (_random.Next(12))
        {
            case 0 when length > 0:
                _scratch[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1 when length > 0:
                _scratch[at] = (byte)_random.Next(256);
                return length;
            case 2 when length > 0:
                _scratch[at] = Odd[_random.Next(Odd.Length)];
                return length;
            case 3:
                return Insert(length, at, [Odd[_random.Next(Odd.Length)]]);
            case 4 or 5:
                return Insert(length, at, _words[_random.Next(_words.Length)]);
            case 6:
                return Remove(length, at, range);
            case 7:
                return Insert(length, _random.Next(length + 1), _scratch.AsSpan(at, range).ToArray());
            case 8:
                return Repeat(length, at, range);
            case 9:
                return InsertLine(length, at, inputs[_random.Next(inputs.Count)]);
            case 10:
                return RemoveLine(length, at);
            case 11 when _random.Next(8) == 0:
                return Join(at, inputs[_random.Next(inputs.Count)]);
            default:
                return ChangeDigit(length, at);
        }
    }

    // Lengths near 0 are the most frequent.
    private int Short(int maximum) => _random.Next(1 + _random.Next(maximum));

    private int Put(int at, ReadOnlySpan<byte> octets)
    {
        var length = Math.Min(octets.Length, MaxLength - at);
        octets[..length].CopyTo(_scratch.AsSpan(at));
        return at + length;
    }

    private int Insert(int length, int at, ReadOnlySpan<byte> octets)
    {
        var count = Math.Min(octets.Length, MaxLength - length);
        _scratch.AsSpan(at, length - at).CopyTo(_scratch.AsSpan(at + count));
        octets[..count].CopyTo(_scratch.AsSpan(at));
        return length + count;
    }

    private int Remove(int length, int at, int count)
    {
        _scratch.AsSpan(at + count, length - at - count).CopyTo(_scratch.AsSpan(at));
        return length - count;
    }

    private int Repeat(int length, int at, int range)
    {
        var octets = _scratch.AsSpan(at, range).ToArray();
        for (var left = Short(40); left > 0; left--)
        {
            length = Insert(length, at, octets);
        }

        return length;
    }

    private int InsertLine(int length, int at, ReadOnlySpan<byte> other)
    {
        if (other.IsEmpty)
        {
            return length;
        }

        var place = _random.Next(other.Length);
        return Insert(length, LineStart(_scratch.AsSpan(0, length), at), other[LineStart(other, place)..LineEnd(other, place)]);
    }

    private int RemoveLine(int length, int at)
    {
        var input = _scratch.AsSpan(0, length);
        var start = LineStart(input, at);
        return Remove(length, start, LineEnd(input, at) - start);
    }

    private int Join(int at, ReadOnlySpan<byte> other) => Put(at, other[_random.Next(other.Length + 1)..]);

    // From here on, the first digit: lengths and counts that do not fit any more are where readers go wrong.
    private int ChangeDigit(int length, int at)
    {
        var digit = _scratch.AsSpan(at, length - at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (digit >= 0)
        {
            _scratch[at + digit] = (byte)('0' + _random.Next(10));
        }

        return length;
    }

    private static int LineStart(ReadOnlySpan<byte> input, int at) => input[..at].LastIndexOf((byte)'\n') + 1;

    private static int LineEnd(ReadOnlySpan<byte> input, int at)
    {
        var length = input[at..].IndexOf((byte)'\n');
        return length < 0 ? input.Length : at + length + 1;
    }
}
