// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;

namespace FastSipAlg.Simulation.Messages;

/// <summary>
/// A SIP message as phones and the SIP server of the simulation see it: a start line, header fields, a body, all editable.
/// Not the product's view of a message: it allocates, and reads only what framing has already found whole.
/// </summary>
public sealed class SimulatedMessage
{
    private static readonly byte[] EmptyLine = "\r\n\r\n"u8.ToArray();
    private readonly List<HeaderField> _fields = [];

    private SimulatedMessage(string startLine, byte[] received)
    {
        StartLine = startLine;
        Received = received;
    }

    public string StartLine { get; private set; }

    /// <summary>The octets as they arrived; empty for a message that was made here.</summary>
    public byte[] Received { get; }

    public byte[] Body { get; private set; } = [];

    public IReadOnlyList<HeaderField> Fields => _fields;

    public bool IsRequest => !StartLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    /// <summary>The request's method; for a response, that of its CSeq.</summary>
    public string Method => IsRequest ? Word(StartLine, 0) : Word(this["CSeq"] ?? "", 1);

    /// <summary>The request-URI; for a response, empty.</summary>
    public string RequestUri => IsRequest ? Word(StartLine, 1) : "";

    /// <summary>The response's status code; 0 for a request.</summary>
    public int StatusCode => !IsRequest && int.TryParse(Word(StartLine, 1), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;

    public bool IsFinal => StatusCode >= 200;

    public string CallId => this["Call-ID"] ?? "";

    /// <summary>The number of CSeq; 0 when it has none.</summary>
    public int Sequence => int.TryParse(Word(this["CSeq"] ?? "", 0), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The first value of this header field, or null.</summary>
    public string? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : _fields[index].Value;
        }
    }

    /// <summary>Reads one whole message. Header octets are kept one to one (Latin-1), so that <see cref="ToBytes"/> gives them back.</summary>
    public static SimulatedMessage Parse(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf(EmptyLine);
        var header = Encoding.Latin1.GetString(end < 0 ? octets : octets[..end]);
        var lines = header.Split('\n');
        var message = new SimulatedMessage(lines[0].TrimEnd('\r'), octets.ToArray());
        foreach (var line in lines.AsSpan(1))
        {
            message.AddLine(line.TrimEnd('\r'));
        }

        message.Body = end < 0 ? [] : octets[(end + EmptyLine.Length)..].ToArray();
        return message;
    }

    public static SimulatedMessage Request(string method, string requestUri) => new($"{method} {requestUri} SIP/2.0", []);

    /// <summary>An answer with what RFC 3261 §8.2.6 has it copy; <paramref name="toTag"/> is added unless To has one.</summary>
    public static SimulatedMessage Response(SimulatedMessage request, int statusCode, string reasonPhrase, string? toTag = null)
    {
        var response = new SimulatedMessage(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {statusCode} {reasonPhrase}"), []);
        foreach (var field in request._fields)
        {
            if (field.Is("Via") || field.Is("From") || field.Is("Call-ID") || field.Is("CSeq"))
            {
                response._fields.Add(field);
            }
            else if (field.Is("To"))
            {
                var tagged = toTag is null || SipText.Parameter(field.Value, "tag") is not null;
                response._fields.Add(tagged ? field : field with { Value = $"{field.Value};tag={toTag}" });
            }
            else if (field.Is("Record-Route") && statusCode is > 100 and < 300)
            {
                response._fields.Add(field);
            }
        }

        return response;
    }

    public IEnumerable<string> All(string name) => _fields.Where(field => field.Is(name)).Select(field => field.Value);

    public SimulatedMessage Add(string name, string value)
    {
        _fields.Add(new HeaderField(name, value));
        return this;
    }

    /// <summary>Puts a header field before all others of its kind, or first of all.</summary>
    public SimulatedMessage Prepend(string name, string value)
    {
        _fields.Insert(Math.Max(IndexOf(name), 0), new HeaderField(name, value));
        return this;
    }

    public SimulatedMessage Set(string name, string value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            return Add(name, value);
        }

        _fields[index] = _fields[index] with { Value = value };
        return this;
    }

    public SimulatedMessage RemoveFirst(string name)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            _fields.RemoveAt(index);
        }

        return this;
    }

    public SimulatedMessage WithRequestUri(string requestUri)
    {
        StartLine = $"{Method} {requestUri} SIP/2.0";
        return this;
    }

    public SimulatedMessage WithBody(string contentType, byte[] body)
    {
        Body = body;
        Set("Content-Type", contentType);
        return Set("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The message as it goes onto the wire; Content-Length is added when there is none.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(1024).Append(StartLine).Append("\r\n");
        foreach (var field in _fields)
        {
            text.Append(field.Name).Append(": ").Append(field.Value).Append("\r\n");
        }

        if (IndexOf("Content-Length") < 0)
        {
            text.Append("Content-Length: ").Append(Body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
        }

        var header = Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
        return [.. header, .. Body];
    }

    public override string ToString() => StartLine;

    private static string Word(string line, int index)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return index < words.Length ? words[index] : "";
    }

    private void AddLine(string line)
    {
        // A line that begins with white space continues the one before it (RFC 3261 §7.3.1).
        if (line.Length > 0 && line[0] is ' ' or '\t' && _fields.Count > 0)
        {
            _fields[^1] = _fields[^1] with { Value = $"{_fields[^1].Value} {line.Trim()}" };
            return;
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            _fields.Add(new HeaderField(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }
    }

    private int IndexOf(string name) => _fields.FindIndex(field => field.Is(name));
}
