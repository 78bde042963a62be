// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Faults lie in the body, at most one a line beside what is missing, and in a line of the letter that they name; a line feed alone ends lines like CRLF.
/// </summary>
internal sealed class SdpReaderTarget : IFuzzTarget
{
    private const string RuleLetters = "\0vosicbzkatrm";

    // v, o, s and t once, and c for each media description.
    private const int MaxMissing = 4;

    private readonly List<SdpFault> _faults = [];
    private readonly List<SdpFault> _again = [];

    public string Name => "sdp";

    public IReadOnlyList<string> SeedFolders => ["sdp", "sip"];

    public IReadOnlyList<string> Words { get; } =
    [
        "\r\n", "\n", "\r", "\0", " ", "  ", ":", "/", "|", ";", "=", "ä", "v=0\r\n", "o=- 1 1 IN IP4 192.0.2.1\r\n", "s=-\r\n", "s=\r\n", "i=x\r\n", "u=x\r\n", "e=x\r\n", "p=x\r\n",
        "c=IN IP4 ", "c=IN IP6 ", "192.0.2.1", "2001:db8::1", "::", "ff15::1/3", "224.2.1.1/127/3", "b=AS:64\r\n", "t=0 0\r\n", "r=7d 1h 0 25h\r\n", "z=1 -1h\r\n", "k=prompt\r\n",
        "k=base64:", "a=", "a=sendrecv\r\n", "m=audio 4000 RTP/AVP 8\r\n", "m=image 0 udptl t38\r\n", "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n", "a=rtpmap:8 PCMA/8000\r\n", "a=fmtp:101 0-15\r\n",
        "a=ptime:20\r\n", "a=rtcp:1 IN IP4 ", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", "|2^20|1:4", "a=candidate:1 1 UDP 1 192.0.2.1 4000 typ host", " raddr ", " rport ",
        "0", "127", "128", "65535", "65536", "4294967296", "99999999999999999999",
    ];

    /// <summary>The body, when the file is a message.</summary>
    public byte[]? ToSeed(byte[] file)
    {
        var body = file.AsSpan().IndexOf("v=0"u8);
        return body < 0 ? null : file[body..];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        Read(input, _faults);
        Check(input);

        // Bare CRs end nothing, so what is left of CRLF must not meet one.
        if (!input.Contains((byte)'\r') || input.Count((byte)'\r') != input.Count("\r\n"u8))
        {
            return;
        }

        Span<byte> feeds = new byte[input.Length];
        var length = 0;
        foreach (var octet in input)
        {
            feeds[length] = octet;
            length += octet == '\r' ? 0 : 1;
        }

        Read(feeds[..length], _again);
        Invariant.Holds(_again.Count == _faults.Count);
        for (var index = 0; index < _faults.Count; index++)
        {
            Invariant.Holds((_again[index].Line, _again[index].Fault.Defect) == (_faults[index].Line, _faults[index].Fault.Defect));
        }
    }

    private static void Read(ReadOnlySpan<byte> input, List<SdpFault> faults)
    {
        faults.Clear();
        var reader = new SdpReader(input);
        while (reader.Next(out var fault))
        {
            faults.Add(fault);
        }

        Invariant.Holds(!reader.Next(out _));
    }

    private void Check(ReadOnlySpan<byte> input)
    {
        var media = input.Count("\nm="u8) + 1;
        Invariant.Holds(_faults.Count <= input.Count((byte)'\n') + 1 + MaxMissing + media);
        foreach (var (line, fault) in _faults)
        {
            Invariant.Holds(!fault.IsNone && fault.Offset >= 0 && fault.Offset <= input.Length);
            Invariant.Holds(RuleLetters.Contains(line, StringComparison.Ordinal));
            var isMissing = fault.Defect is SipDefect.SdpVersionInvalid or SipDefect.SdpOriginInvalid or SipDefect.SdpSessionNameInvalid or SipDefect.SdpTimingInvalid
                or SipDefect.SdpConnectionMissing;
            var start = input[..fault.Offset].LastIndexOf((byte)'\n') + 1;
            Invariant.Holds(line == '\0' || isMissing || input[start] == line);
        }
    }
}
