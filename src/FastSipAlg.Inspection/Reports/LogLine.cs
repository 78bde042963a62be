// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;

namespace FastSipAlg.Inspection.Reports;

/// <summary>One line of fields, <c>name="text" name=1</c> or <c>{"name":"text","name":1}</c>. Text is escaped as <see cref="PeerText"/> says, the same in both.</summary>
internal sealed class LogLine(bool isJson)
{
    private readonly StringBuilder _line = new(1024);
    private readonly StringBuilder _text = new();

    public void Add(string name, long number)
    {
        Name(name);
        _line.Append(CultureInfo.InvariantCulture, $"{number}");
    }

    public void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Text that a peer may have chosen.</summary>
    public void Add(string name, ReadOnlySpan<byte> octets)
    {
        PeerText.Append(_text, octets);
        AddText(name);
    }

    /// <summary>The line that <paramref name="offset"/> lies in, cut around it when it is long; only the first <paramref name="shown"/> octets of it.</summary>
    public void AddAround(string name, ReadOnlySpan<byte> line, int offset, int shown)
    {
        PeerText.AppendAround(_text, line[..shown], Math.Min(offset, shown));
        if (shown < line.Length)
        {
            _text.Append(SecretLine.Mask);
        }

        AddText(name);
    }

    public override string ToString() => isJson ? "{" + _line + "}" : _line.ToString();

    private void AddText(string name)
    {
        Name(name);
        if (isJson)
        {
            // Only printable characters are left; these two are what JSON asks for on top.
            _text.Replace("\\", "\\\\").Replace("\"", "\\\"");
        }

        _line.Append('"').Append(_text).Append('"');
        _text.Clear();
    }

    private void Name(string name)
    {
        if (isJson)
        {
            _line.Append(_line.Length == 0 ? "\"" : ",\"").Append(name).Append("\":");
        }
        else
        {
            _line.Append(_line.Length == 0 ? "" : " ").Append(name).Append('=');
        }
    }
}
