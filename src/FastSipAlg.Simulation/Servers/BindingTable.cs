// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;

namespace FastSipAlg.Simulation.Servers;

/// <summary>Where a user can be reached: over which flow, at which contact.</summary>
internal sealed record Binding(string User, string Contact, long Flow, DateTimeOffset Expires);

/// <summary>The registrar's memory: one binding a user, found by the user of the AOR or of the contact.</summary>
internal sealed class BindingTable(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Binding> _byUser = new();
    private readonly ConcurrentDictionary<string, string> _userByContactUser = new();

    public int Count => _byUser.Count;

    public void Bind(string user, string contact, long flow, int expiresSeconds)
    {
        if (expiresSeconds == 0)
        {
            _byUser.TryRemove(user, out _);
            return;
        }

        _byUser[user] = new Binding(user, contact, flow, time.GetUtcNow() + TimeSpan.FromSeconds(expiresSeconds));
        _userByContactUser[Messages.SipText.User(contact)] = user;
    }

    public Binding? Find(string user)
    {
        var key = _userByContactUser.GetValueOrDefault(user, user);
        return _byUser.TryGetValue(key, out var binding) && binding.Expires > time.GetUtcNow() ? binding : null;
    }

    /// <summary>A binding lives no longer than its flow (RFC 5626 §5.3).</summary>
    public void ForgetFlow(long flow)
    {
        foreach (var binding in _byUser.Values)
        {
            if (binding.Flow == flow)
            {
                _byUser.TryRemove(new KeyValuePair<string, Binding>(binding.User, binding));
            }
        }
    }
}
