// SPDX-License-Identifier: MIT

using System.CommandLine;

var root = new RootCommand("FastSipAlg: a SIP-over-TLS application layer gateway.");
return await root.Parse(args).InvokeAsync();
