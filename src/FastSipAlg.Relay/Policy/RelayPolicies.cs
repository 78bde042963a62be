// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Policy;

/// <summary>
/// The policy of every listener, swapped as one whole: no flow ever sees one listener's new certificates and another's old ones, or the new ones in one role only. A handshake goes by what
/// stands here when it begins, with its certificates, TLS settings and SIP server; rules, limits and deadlines a flow keeps from its beginning.
/// </summary>
internal sealed class RelayPolicies
{
    private IReadOnlyDictionary<string, RelayPolicy> _current = new Dictionary<string, RelayPolicy>();

    /// <summary>By listener.</summary>
    public IReadOnlyDictionary<string, RelayPolicy> Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>What a handshake of a flow goes by that began with <paramref name="begun"/>: that itself, when its listener is gone or speaks another transport now.</summary>
    public RelayPolicy ForHandshakes(string listener, RelayPolicy begun) =>
        Current.TryGetValue(listener, out var current) && current.Phone is null == begun.Phone is null ? current : begun;
}
