// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Certificates;

/// <summary>Certificates for programs: an array of objects.</summary>
internal static class CertificateJson
{
    public static void Write(Stream output, IReadOnlyList<CertificateFacts> certificates, Func<string, IReadOnlyList<string>> usersOf)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var facts in certificates)
        {
            json.WriteStartObject();
            json.WriteString("name", facts.Name);
            json.WriteString("subject", facts.Subject);
            WriteList(json, "names", facts.AlternativeNames);
            json.WriteString("issuer", facts.Issuer);
            json.WriteString("key", facts.Key);
            json.WriteString("notBefore", facts.NotBefore.UtcDateTime);
            json.WriteString("notAfter", facts.NotAfter.UtcDateTime);
            json.WriteString("serialNumber", facts.SerialNumber);
            json.WriteString("sha256", facts.Fingerprint);
            WriteList(json, "chain", facts.Chain);
            WriteList(json, "usedBy", usersOf(facts.Name));
            json.WriteString("comment", facts.Comment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
