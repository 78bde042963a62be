// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Relay.Policy;

/// <summary>Addresses and networks, as they were configured. Immutable.</summary>
internal sealed class NetworkSet
{
    private readonly IPNetwork[] _networks;

    private NetworkSet(IPNetwork[] networks) => _networks = networks;

    /// <summary>Each word is an address, or ADDRESS/BITS; the configuration's validator has seen them.</summary>
    public static NetworkSet Parse(IEnumerable<string> words) => new([.. words.Select(ParseOne)]);

    /// <summary>An IPv4 address counts as one however its socket writes it.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in _networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork ParseOne(string word) =>
        IPAddress.TryParse(word, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(word);
}
