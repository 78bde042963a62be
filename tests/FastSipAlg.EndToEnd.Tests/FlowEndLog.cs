// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using FastSipAlg.Relay.Diagnostics;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Collects the lines that the relay logs for each flow that ended or connection that was refused, and for each violation.</summary>
internal sealed class FlowEndLog : ILoggerProvider, ILogger
{
    private const int FlowEndedEvent = 202;
    private const int ConnectionRefusedEvent = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Channel<string> _violations = Channel.CreateUnbounded<string>();
    private readonly Channel<FlowEnd> _ends = Channel.CreateUnbounded<FlowEnd>();

    /// <summary>Every line so far, from information upwards.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public async Task<FlowEnd> NextAsync() => await _ends.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Returns when a line has <paramref name="text"/>.</summary>
    public async Task LineAsync(string text)
    {
        for (var waited = Stopwatch.StartNew(); !_lines.Any(line => line.Contains(text, StringComparison.Ordinal)); await Task.Delay(10))
        {
            Assert.True(waited.Elapsed < Patience, $"no line has: {text}");
        }
    }

    public async Task<string> NextViolationAsync() => await _violations.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue(formatter(state, exception));
        if (eventId.Id is 44033 or 44034)
        {
            _violations.Writer.TryWrite(formatter(state, exception));
        }
        else if (eventId.Id is FlowEndedEvent or ConnectionRefusedEvent && state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            var reason = (FlowEndReason)fields.Single(field => field.Key == "Reason").Value!;
            _ends.Writer.TryWrite(new FlowEnd(reason, formatter(state, exception)));
        }
    }

    public void Dispose() => _ends.Writer.TryComplete();
}
