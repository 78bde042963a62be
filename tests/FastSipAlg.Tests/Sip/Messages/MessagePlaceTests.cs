// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Tests.Sip.Messages;

public sealed class MessagePlaceTests
{
    [Theory]
    [InlineData(0, 1, 1, "A sip:b SIP/2.0")]
    [InlineData(15, 1, 16, "A sip:b SIP/2.0")]
    [InlineData(17, 2, 1, "To: x")]
    [InlineData(21, 2, 5, "To: x")]
    [InlineData(24, 3, 1, " ;y")]
    [InlineData(29, 4, 1, "")]
    [InlineData(31, 5, 1, "v=0")]
    [InlineData(35, 6, 1, "")]
    public void Offset_Anywhere_IsALineAndAColumn(int offset, int line, int column, string text)
    {
        var message = "A sip:b SIP/2.0\r\nTo: x\r\n ;y\r\n\r\nv=0\n"u8;

        Assert.Equal(new MessagePlace(line, column), MessagePlace.Of(message, offset));
        Assert.Equal(text, Encoding.ASCII.GetString(MessagePlace.LineAt(message, offset)));
    }
}
