// SPDX-License-Identifier: MIT

using System.Net.Security;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>One request and its response on a connection that carries nothing else: what brings a relay's server leg into being.</summary>
internal static class Exchange
{
    private const int BufferSize = 8 * 1024;

    /// <summary>False when the response is not the right one, or does not come.</summary>
    public static async Task<bool> RunAsync(SslStream stream, RequestTemplate template, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        var length = template.Write(0, buffer);
        await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        var filled = 0;
        while (filled < buffer.Length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            filled += count;
            var verdict = ResponseCheck.Check(template, 0, buffer.AsSpan(0, filled), out _);
            if (verdict != ResponseVerdict.Incomplete)
            {
                return verdict is ResponseVerdict.Identical or ResponseVerdict.Edited;
            }

            if (count == 0)
            {
                return false;
            }
        }

        return false;
    }
}
