// SPDX-License-Identifier: MIT

using System.Threading.Channels;
using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Phones;

/// <summary>A request that a simulated phone sent, and the responses to it in order.</summary>
public sealed class ClientTransaction
{
    private readonly Channel<SimulatedMessage> _responses = Channel.CreateUnbounded<SimulatedMessage>();
    private readonly SimulatedPhoneOptions _options;

    internal ClientTransaction(SimulatedMessage request, SimulatedPhoneOptions options)
    {
        Request = request;
        _options = options;
    }

    public SimulatedMessage Request { get; }

    internal string Key => KeyOf(Request);

    /// <summary>RFC 3261 §17.1.3: a response belongs to the request with its branch and CSeq method.</summary>
    internal static string KeyOf(SimulatedMessage message) => $"{SipText.Parameter(message["Via"] ?? "", "branch")} {message.Method}";

    /// <summary>The next response. TimeoutException when none comes, IOException when the connection ends first.</summary>
    public async Task<SimulatedMessage> NextAsync(TimeSpan? timeout = null)
    {
        var limit = timeout ?? _options.Timeout;
        try
        {
            // Waits without taking: a wait that timed out must not swallow the response that comes after all.
            await _responses.Reader.WaitToReadAsync().AsTask().WaitAsync(limit, _options.Time);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_options.User}: no response to \"{Request.StartLine}\" within {limit.TotalSeconds} s.");
        }

        return _responses.Reader.TryRead(out var response)
            ? response
            : throw new InvalidOperationException($"{_options.User}: two readers wait for responses to \"{Request.StartLine}\".");
    }

    /// <summary>The next final response; provisional ones before it are skipped.</summary>
    public async Task<SimulatedMessage> FinalAsync(TimeSpan? timeout = null)
    {
        while (true)
        {
            var response = await NextAsync(timeout);
            if (response.IsFinal)
            {
                return response;
            }
        }
    }

    internal void Respond(SimulatedMessage response) => _responses.Writer.TryWrite(response);

    internal void Complete(Exception reason) => _responses.Writer.TryComplete(reason);
}
