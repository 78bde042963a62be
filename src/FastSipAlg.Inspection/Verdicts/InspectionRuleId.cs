// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>Every rule that decides on a message. The keywords are in <see cref="InspectionRuleIds"/>, in this order.</summary>
public enum InspectionRuleId : byte
{
    MalformedRequestLine,

    /// <summary>Ours: FortiOS looks at no status line.</summary>
    MalformedStatusLine,
    MalformedHeaderVia,
    MalformedHeaderFrom,
    MalformedHeaderTo,
    MalformedHeaderCallId,
    MalformedHeaderCSeq,
    MalformedHeaderRAck,
    MalformedHeaderRSeq,
    MalformedHeaderContact,
    MalformedHeaderRecordRoute,
    MalformedHeaderRoute,
    MalformedHeaderExpires,
    MalformedHeaderContentType,

    /// <summary>What the framer finds in Content-Length too: that ends the flow, whatever the action.</summary>
    MalformedHeaderContentLength,
    MalformedHeaderMaxForwards,
    MalformedHeaderAllow,
    MalformedHeaderPAssertedIdentity,
    MalformedHeaderNoRequire,
    MalformedHeaderNoProxyRequire,

    /// <summary>Ours: every other header field whose grammar we know, and SDP lines without a rule of their own.</summary>
    MalformedHeaderOther,
    MalformedHeaderSdpV,
    MalformedHeaderSdpO,
    MalformedHeaderSdpS,
    MalformedHeaderSdpI,
    MalformedHeaderSdpC,
    MalformedHeaderSdpB,
    MalformedHeaderSdpZ,
    MalformedHeaderSdpK,
    MalformedHeaderSdpA,
    MalformedHeaderSdpT,
    MalformedHeaderSdpR,
    MalformedHeaderSdpM,
    UnknownHeader,
    MaxLineLength,
    MaxBodyLength,
    BlockAck,
    BlockBye,
    BlockCancel,
    BlockInfo,
    BlockInvite,
    BlockMessage,
    BlockNotify,
    BlockOptions,
    BlockPrack,
    BlockPublish,
    BlockRefer,
    BlockRegister,
    BlockSubscribe,
    BlockUpdate,
    BlockUnknown,
    BlockGeoRedOptions,
    CallIdRegex,
    ContentTypeRegex,

    /// <summary>No option: what cannot be cut into messages ends the flow (all of the framer's defects but those of Content-Length).</summary>
    Framing,
}
