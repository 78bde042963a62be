// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Simulation.Phones;

/// <summary>What a simulated phone does with an INVITE.</summary>
public enum CallAnswering
{
    /// <summary>Rings, then answers.</summary>
    Answer,

    /// <summary>Rings until the caller gives up.</summary>
    Ring,

    /// <summary>486.</summary>
    Busy,

    /// <summary>Nothing: the script answers by itself.</summary>
    Manual,
}

public sealed record SimulatedPhoneOptions
{
    public required string User { get; init; }

    public string Domain { get; init; } = "sip.example.com";

    /// <summary>Answers a digest challenge.</summary>
    public string Password { get; init; } = "";

    public CallAnswering Answering { get; init; }

    /// <summary>From 180 to 200.</summary>
    public TimeSpan RingTime { get; init; }

    /// <summary>How long a method of the phone waits for an answer before it throws TimeoutException.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where messages are written down; null: nowhere. Several phones may share one.</summary>
    public CallTrace? Trace { get; init; } = new();

    /// <summary>Keep received requests and stray responses for <see cref="SimulatedPhone.Inbox"/>. Off for load.</summary>
    public bool KeepsMessages { get; init; } = true;

    /// <summary>Called for every message sent or received, on the thread that does it.</summary>
    public Action? OnMessage { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
