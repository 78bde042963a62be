// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Servers;

/// <summary>Is told what changes about SIP servers, once for each change. Called from any thread; must not block.</summary>
public interface IServerEvents
{
    /// <summary><paramref name="target"/> has the state that it says now; <paramref name="why"/>: the failure, if it was one.</summary>
    void StateChanged(ServerSnapshot target, string? why);

    /// <summary><paramref name="name"/> resolves to other targets than before.</summary>
    void Resolved(string server, string name, string targets, TimeSpan timeToLive);

    /// <summary><paramref name="name"/> does not resolve any more, or did not at first; <paramref name="kept"/> targets of the last good answer stay in use.</summary>
    void ResolutionFailed(string server, string name, string why, int kept);

    /// <summary><paramref name="name"/> resolves again.</summary>
    void ResolutionRecovered(string server, string name);
}
