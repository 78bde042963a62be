// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>Names of the <see cref="SipMethod"/>s. Methods are case-sensitive (RFC 3261 §7.1).</summary>
public static class SipMethods
{
    /// <summary>The method named by exactly these octets; <see cref="SipMethod.Unknown"/> for any other name.</summary>
    public static SipMethod Parse(ReadOnlySpan<byte> name)
    {
        var method = Candidate(name);
        return name.SequenceEqual(ToOctets(method)) ? method : SipMethod.Unknown;
    }

    /// <summary>The name as it stands in a request line; "Unknown" for <see cref="SipMethod.Unknown"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member.</exception>
    public static string ToName(SipMethod method)
    {
        return method switch
        {
            SipMethod.Unknown => "Unknown",
            SipMethod.Ack => "ACK",
            SipMethod.Bye => "BYE",
            SipMethod.Cancel => "CANCEL",
            SipMethod.Info => "INFO",
            SipMethod.Invite => "INVITE",
            SipMethod.Message => "MESSAGE",
            SipMethod.Notify => "NOTIFY",
            SipMethod.Options => "OPTIONS",
            SipMethod.Prack => "PRACK",
            SipMethod.Publish => "PUBLISH",
            SipMethod.Refer => "REFER",
            SipMethod.Register => "REGISTER",
            SipMethod.Subscribe => "SUBSCRIBE",
            SipMethod.Update => "UPDATE",
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
        };
    }

    /// <summary>The name as octets; empty for <see cref="SipMethod.Unknown"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a member.</exception>
    public static ReadOnlySpan<byte> ToOctets(SipMethod method)
    {
        return method switch
        {
            SipMethod.Unknown => [],
            SipMethod.Ack => "ACK"u8,
            SipMethod.Bye => "BYE"u8,
            SipMethod.Cancel => "CANCEL"u8,
            SipMethod.Info => "INFO"u8,
            SipMethod.Invite => "INVITE"u8,
            SipMethod.Message => "MESSAGE"u8,
            SipMethod.Notify => "NOTIFY"u8,
            SipMethod.Options => "OPTIONS"u8,
            SipMethod.Prack => "PRACK"u8,
            SipMethod.Publish => "PUBLISH"u8,
            SipMethod.Refer => "REFER"u8,
            SipMethod.Register => "REGISTER"u8,
            SipMethod.Subscribe => "SUBSCRIBE"u8,
            SipMethod.Update => "UPDATE"u8,
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
        };
    }

    // Length and first octet leave one candidate for each name.
    private static SipMethod Candidate(ReadOnlySpan<byte> name)
    {
        return name.Length switch
        {
            3 => name[0] == 'A' ? SipMethod.Ack : SipMethod.Bye,
            4 => SipMethod.Info,
            5 => name[0] == 'P' ? SipMethod.Prack : SipMethod.Refer,
            6 => name[0] switch
            {
                (byte)'I' => SipMethod.Invite,
                (byte)'N' => SipMethod.Notify,
                (byte)'C' => SipMethod.Cancel,
                _ => SipMethod.Update,
            },
            7 => name[0] switch
            {
                (byte)'O' => SipMethod.Options,
                (byte)'M' => SipMethod.Message,
                _ => SipMethod.Publish,
            },
            8 => SipMethod.Register,
            9 => SipMethod.Subscribe,
            _ => SipMethod.Unknown,
        };
    }
}
