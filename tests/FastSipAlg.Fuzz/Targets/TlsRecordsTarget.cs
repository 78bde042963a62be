// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Whoever watches TLS records go by never stops them from going by. Where a stream is cut makes no difference to how many handshakes are counted in it, and can only hide whether a session was
/// resumed, never turn it round.
/// </summary>
internal sealed class TlsRecordsTarget : IFuzzTarget
{
    public string Name => "tlsrecords";

    public IReadOnlyList<string> SeedFolders => ["clienthello", "tlsrecords"];

    public IReadOnlyList<string> Words { get; } =
    [
        "\u0016\u0003\u0003\0\u0004\u000b\0\0\0", "\u0014\u0003\u0003\0\u0001\u0001", "\u0016\u0003\u0003\0\u0001\u0001", "\u0017\u0003\u0003\0\u0002\0\0", "\u0002\0\0", "\0\u002b\0\u0002\u0003\u0004",
        "\0\u0029\0\u0002\0\0", "\0", "\u0016\u0003\u0003\0\0",
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        var whole = new ServerHelloWatch();
        Invariant.Holds(whole.Saw(input) is null);
        var count = Renegotiations(input, input.Length);
        var random = Cutting.Of(input);
        foreach (var piece in (ReadOnlySpan<int>)[1, 5, random.Next(1, 200)])
        {
            var cut = new ServerHelloWatch();
            for (var rest = input; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
            {
                Invariant.Holds(cut.Saw(rest[..Math.Min(piece, rest.Length)]) is null);
            }

            Invariant.Holds(cut.IsResumed is null || cut.IsResumed == whole.IsResumed);
            Invariant.Holds(Renegotiations(input, piece) == count);
        }
    }

    // Up to where they become too many.
    private static (int Count, bool IsTooOften) Renegotiations(ReadOnlySpan<byte> input, int piece)
    {
        var limit = new RenegotiationLimit(denial: null, TimeProvider.System);
        for (var rest = input; !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
        {
            if (limit.Saw(rest[..Math.Min(piece, rest.Length)]) is not null)
            {
                Invariant.Holds(limit.Renegotiations == RenegotiationLimit.Maximum + 1);
                return (limit.Renegotiations, true);
            }
        }

        Invariant.Holds(limit.Renegotiations <= RenegotiationLimit.Maximum);
        return (limit.Renegotiations, false);
    }
}
