// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Policy;

/// <summary>
/// The policy of every listener, swapped as one whole: no flow ever sees one listener's new certificates and another's old ones, or the new ones in one role only. Who shakes hands asks here;
/// what a flow has begun with otherwise, it keeps.
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
}
