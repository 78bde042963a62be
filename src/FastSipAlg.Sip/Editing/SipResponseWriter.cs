// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Editing;

/// <summary>A local 4xx or 5xx built from the request that it answers (RFC 3261 §8.2.6).</summary>
public static class SipResponseWriter
{
    /// <summary>
    /// Writes an answer to <paramref name="request"/>: a whole message, or as much of a broken one as could be read.
    /// False, and nothing written, when it is a response, an ACK, or lacks a part that an answer must copy.
    /// </summary>
    public static bool TryWrite(ReadOnlySpan<byte> request, SipStatusCode statusCode, ReadOnlySpan<byte> reasonPhrase, IBufferWriter<byte> output)
    {
        throw new InvalidOperationException($"{request.Length} {statusCode} {reasonPhrase.Length} {output}");
    }
}
