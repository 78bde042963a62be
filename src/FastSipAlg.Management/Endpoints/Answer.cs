// SPDX-License-Identifier: MIT

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FastSipAlg.Management.Endpoints;

/// <summary>Writes answers: JSON, and problems as RFC 9457 wants them.</summary>
internal static class Answer
{
    public static Task JsonAsync(HttpContext http, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => WriteAsync(http, status, "application/json", write);

    /// <param name="http">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">What kind of problem it is.</param>
    /// <param name="detail">What is wrong this time.</param>
    /// <param name="more">Writes further members.</param>
    public static Task ProblemAsync(HttpContext http, int status, string title, string detail, Action<Utf8JsonWriter>? more = null) => WriteAsync(http, status, "application/problem+json", json =>
    {
        json.WriteString("type", "about:blank");
        json.WriteString("title", title);
        json.WriteNumber("status", status);
        json.WriteString("detail", detail);
        more?.Invoke(json);
    });

    public static async Task TextAsync(HttpContext http, string contentType, string text)
    {
        Prepare(http, StatusCodes.Status200OK, contentType);
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static async Task WriteAsync(HttpContext http, int status, string contentType, Action<Utf8JsonWriter> write)
    {
        Prepare(http, status, contentType);
        await using (var json = new Utf8JsonWriter(http.Response.BodyWriter))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static void Prepare(HttpContext http, int status, string contentType)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store";
    }
}
