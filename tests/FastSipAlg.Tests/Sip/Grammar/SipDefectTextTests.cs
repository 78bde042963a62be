// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Sip.Grammar;

public sealed class SipDefectTextTests
{
    // Each text is found by its member's number.
    [Fact]
    public void Texts_AllOfThem_StandInTheOrderOfTheMembers()
    {
        Assert.Equal(Enum.GetValues<SipDefect>(), SipDefectText.Order);
    }
}
