// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>Counts the parts of a file while they are written.</summary>
internal sealed class PartCount
{
    private int _stopped;

    public int Messages { get; private set; }

    /// <summary>There is a message, and the profile hands on every one of them.</summary>
    public bool Passes => Messages > 0 && _stopped == 0;

    public bool IsEmpty => Messages == 0 && _stopped == 0;

    public void Add(DissectedPart part)
    {
        Messages += part is DissectedMessage ? 1 : 0;
        _stopped += part.Passes ? 0 : 1;
    }
}
