// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Servers;

/// <summary>
/// What the simulated SIP server answers and where it routes. As a proxy it is stateless (RFC 3261 §16.11): the flow that a request came over
/// travels in the branch that it adds, and flow tokens in Record-Route (RFC 5626 §5.3), so a response or a request in a dialog finds its way alone.
/// </summary>
internal sealed class ServerBehaviour(SimulatedSipServerOptions options, IPEndPoint endPoint, ConcurrentDictionary<long, ServerFlow> flows)
{
    private const string BranchPrefix = SipText.MagicCookie + "-f";
    private readonly string _nonce = SipText.Token();
    private readonly string _toTag = SipText.Token();

    public BindingTable Bindings { get; } = new(options.Time);

    public async ValueTask HandleAsync(ServerFlow flow, SimulatedMessage message)
    {
        if (!message.IsRequest)
        {
            await ForwardResponseAsync(message);
        }
        else if (message.Method == "REGISTER")
        {
            await flow.SendAsync(Register(flow, message));
        }
        else if (message.Method == "OPTIONS" && SipText.User(message.RequestUri).Length == 0)
        {
            await flow.SendAsync(Ok(message));
        }
        else if (options.Role == ServerRole.UserAgent)
        {
            await AnswerAsync(flow, message);
        }
        else
        {
            await ForwardRequestAsync(flow, message);
        }
    }

    private SimulatedMessage Register(ServerFlow flow, SimulatedMessage request)
    {
        if (options.Password is not null && !IsAuthorized(request))
        {
            return SimulatedMessage.Response(request, 401, "Unauthorized", _toTag)
                .Add("WWW-Authenticate", DigestAuthentication.Challenge(options.Domain, _nonce));
        }

        var user = SipText.User(SipText.Uri(request["To"] ?? ""));
        var response = Ok(request);
        if (request["Contact"] is { } contact)
        {
            var asked = SipText.Parameter(contact, "expires") ?? request["Expires"] ?? "3600";
            var expires = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 3600;
            Bindings.Bind(user, SipText.Uri(contact), flow.Id, expires);
            flow.User = user;
            if (expires > 0)
            {
                response.Add("Contact", string.Create(CultureInfo.InvariantCulture, $"<{SipText.Uri(contact)}>;expires={expires}"));
                response.Add("Expires", expires.ToString(CultureInfo.InvariantCulture));
            }
        }

        return response;
    }

    private bool IsAuthorized(SimulatedMessage request) =>
        request["Authorization"] is { } answer && DigestAuthentication.IsRight(answer, "REGISTER", _nonce, options.Domain, options.Password!);

    private SimulatedMessage Ok(SimulatedMessage request) => SimulatedMessage.Response(request, 200, "OK", _toTag);

    private async ValueTask AnswerAsync(ServerFlow flow, SimulatedMessage request)
    {
        switch (request.Method)
        {
            case "ACK":
                break;
            case "INVITE":
                var contact = $"<sip:{SipText.User(request.RequestUri)}@{endPoint};transport=tls>";
                var session = Encoding.ASCII.GetBytes(SipText.AudioSession("server"));
                await flow.SendAsync(SimulatedMessage.Response(request, 180, "Ringing", _toTag).Add("Contact", contact));
                await flow.SendAsync(Ok(request).Add("Contact", contact).WithBody("application/sdp", session));
                break;
            default:
                await flow.SendAsync(Ok(request));
                break;
        }
    }

    // RFC 3261 §16.4 (a Route that names us goes), §16.5 (target), §16.6 (Max-Forwards, Record-Route, Via).
    private async ValueTask ForwardRequestAsync(ServerFlow from, SimulatedMessage request)
    {
        if (request["Max-Forwards"] == "0")
        {
            await RefuseAsync(from, request, 483, "Too Many Hops");
            return;
        }

        var token = TakeFlowToken(request);
        var to = token is not null && token != from.Id ? flows.GetValueOrDefault(token.Value) : null;
        if (to is null)
        {
            var binding = Bindings.Find(SipText.User(request.RequestUri));
            to = binding is null ? null : flows.GetValueOrDefault(binding.Flow);
            if (binding is null || to is null)
            {
                await RefuseAsync(from, request, 404, "Not Found");
                return;
            }

            request.WithRequestUri(binding.Contact);
        }

        var hops = int.TryParse(request["Max-Forwards"], NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left - 1 : 70;
        request.Set("Max-Forwards", hops.ToString(CultureInfo.InvariantCulture));
        if (request.Method is "INVITE" or "SUBSCRIBE")
        {
            request.Prepend("Record-Route", string.Create(CultureInfo.InvariantCulture, $"<sip:f{from.Id}@{endPoint};transport=tls;lr>"));
        }

        // A CANCEL and the ACK of a refused INVITE carry the INVITE's branch, so they get the same one from us too.
        var branch = SipText.Parameter(request["Via"] ?? "", "branch") ?? "";
        request.Prepend("Via", string.Create(CultureInfo.InvariantCulture, $"SIP/2.0/TLS {endPoint};branch={BranchPrefix}{from.Id}-{branch}"));
        if (!await to.SendAsync(request))
        {
            await RefuseAsync(from, request.RemoveFirst("Via"), 480, "Temporarily Unavailable");
        }
    }

    private async ValueTask RefuseAsync(ServerFlow from, SimulatedMessage request, int statusCode, string reasonPhrase)
    {
        if (request.Method != "ACK")
        {
            await from.SendAsync(SimulatedMessage.Response(request, statusCode, reasonPhrase, _toTag));
        }
    }

    private async ValueTask ForwardResponseAsync(SimulatedMessage response)
    {
        var branch = SipText.Parameter(response["Via"] ?? "", "branch") ?? "";
        if (branch.StartsWith(BranchPrefix, StringComparison.Ordinal)
            && long.TryParse(branch[BranchPrefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && flows.TryGetValue(id, out var flow))
        {
            await flow.SendAsync(response.RemoveFirst("Via"));
        }
    }

    private long? TakeFlowToken(SimulatedMessage request)
    {
        var route = SipText.Uri(request["Route"] ?? "");
        if (!route.Contains($"@{endPoint}", StringComparison.Ordinal))
        {
            return null;
        }

        request.RemoveFirst("Route");
        return long.TryParse(SipText.User(route).TrimStart('f'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }
}
