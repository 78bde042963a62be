// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// The roots that this machine or this configuration knows, by name only: to tell a chain file that ends before its root, as it should,
/// from one that lacks an intermediate. Decides on a warning, never on trust.
/// </summary>
internal sealed class KnownIssuers
{
    private readonly Lazy<HashSet<string>> _roots;

    internal KnownIssuers(IEnumerable<X509Certificate2> configured) => _roots = new Lazy<HashSet<string>>(() => Collect(configured));

    internal bool IsRoot(X500DistinguishedName name) => _roots.Value.Contains(Convert.ToHexString(name.RawData));

    private static HashSet<string> Collect(IEnumerable<X509Certificate2> configured)
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        var ofMachine = store.Certificates;
        HashSet<string> names = [.. configured.Concat(ofMachine)
            .Where(c => c.SubjectName.RawData.AsSpan().SequenceEqual(c.IssuerName.RawData))
            .Select(c => Convert.ToHexString(c.SubjectName.RawData))];
        foreach (var certificate in ofMachine)
        {
            certificate.Dispose();
        }

        return names;
    }
}
