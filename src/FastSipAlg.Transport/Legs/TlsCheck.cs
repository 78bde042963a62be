// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Transport.Legs;

/// <summary>Finds what a VoIP profile asks of TLS that this platform, or the profile's certificates, cannot do, or that costs what nobody would guess.</summary>
public static class TlsCheck
{
    private const string EmptyFragmentsOption = "ssl-send-empty-frags";

    /// <summary>All problems of all profiles. A profile whose own options exclude each other has been reported already, and is left out; so is one without TLS.</summary>
    public static IReadOnlyList<OptionProblem> Find(FastSipAlgOptions options, CertificateStore certificates)
    {
        List<VoipProfileOptions> profiles =
        [
            .. options.VoipProfiles.Values
                .Where(profile => profile.SslMode == SslMode.Full)
                .Where(profile => profile.SslMinVersion <= profile.SslMaxVersion && profile is not { SslPfs: SslPfs.Deny, SslMaxVersion: SslVersion.Tls13 }),
        ];
        return [.. profiles.SelectMany(profile => FindIn(profile, certificates)), .. FindClashes(options, profiles)];
    }

    // What one listener's profile says holds for the process, and so for all listeners' profiles.
    private static IEnumerable<OptionProblem> FindClashes(FastSipAlgOptions options, IEnumerable<VoipProfileOptions> profiles)
    {
        var used = options.Listeners.Values.Select(listener => listener.VoipProfile).ToHashSet();
        List<VoipProfileOptions> concerned = [.. profiles.Where(profile => used.Contains(profile.Name) && EmptyFragments.Concern(profile))];
        return concerned.Where(profile => profile.SslSendEmptyFrags != concerned[0].SslSendEmptyFrags).Select(profile => new OptionProblem(
            PathOf(profile), EmptyFragmentsOption, $"is one setting for the whole process, and VoIP profile {concerned[0].Name}, which has TLS 1.0 too, says otherwise", true));
    }

    private static string PathOf(VoipProfileOptions profile) => $"voip profile {profile.Name}";

    private static IEnumerable<OptionProblem> FindIn(VoipProfileOptions profile, CertificateStore certificates)
    {
        var path = PathOf(profile);
        if (CipherSuites.Lacking(profile.SslAlgorithm, CipherSuites.IsHere) is { Count: > 0 } lacking)
        {
            yield return new(path, "ssl-algorithm", $"OpenSSL is built without {CertificateText.List(lacking)} here: peers that have nothing better are refused", false);
        }

        foreach (var name in profile.SslServerCertificates.Where(name => profile.SslPfs == SslPfs.Deny && certificates.Find(name) is { HasRsaKey: false }))
        {
            yield return new(path, "ssl-pfs", $"deny leaves RSA key exchange only, and the key of certificate {name} is not RSA: no phone could connect", true);
        }

        if (!profile.SslSendEmptyFrags && !EmptyFragments.Concern(profile))
        {
            yield return new(path, EmptyFragmentsOption, "no effect: only TLS 1.0 has empty fragments, and this profile does not speak it", false);
        }
        else if (!profile.SslSendEmptyFrags && !EmptyFragments.CanBeTurnedOff)
        {
            yield return new(path, EmptyFragmentsOption, $"OpenSSL {OpenSslLibrary.Version} is not one in which they can be turned off from here", true);
        }

        // Old versions have their own warning, which says the same among other things.
        var tls = TlsParameters.Of(profile);
        if (!tls.Resumes && !tls.LowersSecurityLevel)
        {
            yield return new(path, "ssl-pfs", "takes a cipher list of our own, with which TLS sessions are not resumed: each reconnection costs a full handshake", false);
        }
    }
}
