// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Parts lie in the body one behind the other, a delimiter before each and, unless the body has a fault, behind the last. The first line of an input is the
/// boundary, the rest the body.
/// </summary>
internal sealed class MultipartBodyTarget : IFuzzTarget
{
    public string Name => "multipart";

    public IReadOnlyList<string> SeedFolders => ["multipart", "sip"];

    public IReadOnlyList<string> Words { get; } =
    [
        "\r\n", "\n", "\r", "--", "-", "--b", "--b\r\n", "--b--", "b", "\r\n--b\r\n\r\n", " ", "\t", ":", "\0", "Content-Type: application/sdp\r\n", "Content-Type:\r\n a/b\r\n",
        "Content-Transfer-Encoding: base64\r\n", "Content-Encoding: gzip\r\n", "\r\n\r\n",
    ];

    /// <summary>With the boundary of its last line that looks like a delimiter; null when it has none.</summary>
    public byte[]? ToSeed(byte[] file)
    {
        var text = file.AsSpan().TrimEnd("\r\n"u8);
        if (!text.EndsWith("--"u8))
        {
            return null;
        }

        var start = text.LastIndexOf("\n--"u8);
        return start < 0 ? null : [.. text[(start + 3)..^2], (byte)'\n', .. file];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var line = input.IndexOf((byte)'\n');
        var boundary = line < 0 ? input : input[..line];
        var body = line < 0 ? [] : input[(line + 1)..];
        var multipart = new MultipartBody(body, boundary);
        var end = 0;
        while (multipart.Next(out var part))
        {
            Invariant.Holds(part.Offset >= end && part.Offset + part.Content.Length <= body.Length);
            Invariant.Holds(body.Slice(part.Offset, part.Content.Length) == part.Content);
            Invariant.Holds(HasDelimiter(body[end..part.Offset], boundary));
            Invariant.Holds(part.ContentType.IsEmpty || body[end..part.Offset].Overlaps(part.ContentType));
            end = part.Offset + part.Content.Length;
        }

        Invariant.Holds(multipart.Fault.IsNone ? HasDelimiter(body[end..], boundary) : multipart.Fault.Defect == SipDefect.MultipartInvalid);
        Invariant.Holds(multipart.Fault.Offset >= 0 && multipart.Fault.Offset <= body.Length);
        Invariant.Holds(!multipart.Next(out _));
    }

    private static bool HasDelimiter(ReadOnlySpan<byte> gap, ReadOnlySpan<byte> boundary)
    {
        while (gap.IndexOf("--"u8) is >= 0 and var dashes)
        {
            if (gap[(dashes + 2)..].StartsWith(boundary))
            {
                return true;
            }

            gap = gap[(dashes + 1)..];
        }

        return false;
    }
}
