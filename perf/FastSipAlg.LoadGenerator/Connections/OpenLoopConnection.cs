// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net.Security;
using FastSipAlg.LoadGenerator.Messages;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>
/// Hot path: sends when the schedule says so, whatever is still unanswered. While a write waits for the socket, requests that fall due are owed:
/// they leave later, and their latency counts from when they were due.
/// </summary>
internal sealed class OpenLoopConnection : LoadConnection
{
    private const int InFlight = 1024;
    private readonly byte[] _output;
    private readonly byte[] _turns = new byte[InFlight];
    private Task _writing = Task.CompletedTask;
    private long _silentUntil;
    private int _turn;
    private int _due;
    private int _sent;

    public OpenLoopConnection(SslStream stream, RequestTemplate[] templates, LatencyHistogram latencies, bool verify)
        : base(stream, templates, InFlight, latencies, verify)
    {
        _output = new byte[templates.Max(template => template.RequestLength)];
    }

    public override int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests that could not even be put on the list, because the list of unanswered ones was full.</summary>
    public int Dropped { get; private set; }

    /// <summary>After a 503 the phone begins nothing new until its Retry-After is over (RFC 3261 §21.5.4); what is inside a dialog goes on.</summary>
    public bool ObeysRetryAfter { get; set; }

    /// <summary>Requests that were not sent for that reason.</summary>
    public int HeldBack { get; private set; }

    /// <summary>Requests of the measured interval that were sent and are inside a dialog.</summary>
    public int DueInDialog { get; private set; }

    public bool Owes => !IsEnded && _sent < _due;

    /// <summary>A request falls due at <paramref name="timestamp"/>. All calls come from the pacing thread.</summary>
    public void Schedule(long timestamp)
    {
        var turn = _turn++ % Templates.Length;
        if (IsEnded || _due - Oldest >= InFlight)
        {
            Dropped++;
            return;
        }

        if (Templates[turn].IsInDialog)
        {
            DueInDialog += timestamp >= MeasureFrom && timestamp < MeasureUntil ? 1 : 0;
        }
        else if (ObeysRetryAfter && timestamp < Volatile.Read(ref _silentUntil))
        {
            HeldBack++;
            return;
        }

        StartTimes[_due & (InFlight - 1)] = timestamp;
        _turns[_due & (InFlight - 1)] = (byte)turn;
        _due++;
        SendDue();
    }

    /// <summary>Sends what is owed, as far as the socket takes it.</summary>
    public void SendDue()
    {
        while (_sent < _due && _writing.IsCompleted && !IsEnded)
        {
            var number = _sent;
            var length = TemplateOf(number).Write(number, _output);

            // Before the write: the response may be there before the write returns.
            Volatile.Write(ref _sent, number + 1);
            try
            {
                var writing = Stream.WriteAsync(_output.AsMemory(0, length));
                if (writing.IsCompletedSuccessfully)
                {
                    writing.GetAwaiter().GetResult();
                    continue;
                }

                _writing = ObserveAsync(writing);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // The reader sees the end too.
                return;
            }
        }
    }

    /// <summary>Another phone has the connection now: it has been told nothing.</summary>
    public void ForgetRetryAfter() => Volatile.Write(ref _silentUntil, 0);

    protected override RequestTemplate TemplateOf(int number) => Templates[_turns[number & (InFlight - 1)]];

    protected override void OnUnavailable(ReadOnlySpan<byte> response) =>
        Volatile.Write(ref _silentUntil, Stopwatch.GetTimestamp() + (ResponseCheck.RetryAfter(response) * Stopwatch.Frequency));

    protected override ValueTask AfterResponsesAsync(int count) => default;

    private static async Task ObserveAsync(ValueTask writing)
    {
        try
        {
            await writing;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader sees the end too.
        }
    }
}
