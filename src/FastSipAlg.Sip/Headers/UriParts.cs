// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Sip.Headers;

/// <summary>Where the parts of a URI stand in it.</summary>
// SchemeLength <= UserStart <= UserEnd <= HostStart <= HostEnd <= ParametersStart <= HeadersStart <= End
[StructLayout(LayoutKind.Auto)]
internal struct UriParts
{
    public int SchemeLength;
    public int UserStart;
    public int UserEnd;
    public int HostStart;
    public int HostEnd;
    public int ParametersStart;
    public int HeadersStart;
    public int End;
    public int Port;
    public SipUriScheme Scheme;
}
