// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Inspection.Reports;

/// <summary>What a violation's line says about the flow it came on.</summary>
public sealed class FlowFacts(FlowId flow, string listener, string profile, IPEndPoint phone)
{
    private IPEndPoint? _server;

    public FlowId Flow => flow;

    public string Listener => listener;

    /// <summary>Name of the VoIP profile.</summary>
    public string Profile => profile;

    public IPEndPoint Phone => phone;

    /// <summary>The SIP server's end of the server leg; null before it is open. Written by one pump, read by both.</summary>
    public IPEndPoint? Server
    {
        get => Volatile.Read(ref _server);
        set => Volatile.Write(ref _server, value);
    }
}
