// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>log-violations-format</c>.</summary>
public enum ViolationLogFormat
{
    KeyValue,
    Json,
}
