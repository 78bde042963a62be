// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Relay.Policy;

/// <summary>Where a listener's socket is, as the configuration says it. A reload keeps a socket whose place is still wanted, be it under another name.</summary>
/// <param name="Listener">The listener that the socket was opened for.</param>
/// <param name="EndPoint">Port 0: any free one.</param>
/// <param name="IsShared">Whether other processes may listen there, too.</param>
internal sealed record ListenerPlace(string Listener, IPEndPoint EndPoint, bool IsShared)
{
    public static ListenerPlace Of(FastSipAlgOptions options, ListenerOptions listener) =>
        new(listener.Name, new IPEndPoint(IPAddress.Parse(listener.Address), options.PortOf(listener)), listener.ReusesPort);

    /// <summary>Whether a socket that was opened for this place serves the other. A port that may be any says nothing by its number, so there the name does. Sharing is not asked for: it cannot be changed any more.</summary>
    public bool Serves(ListenerPlace other) => EndPoint.Equals(other.EndPoint) && (EndPoint.Port != 0 || Listener == other.Listener);
}
