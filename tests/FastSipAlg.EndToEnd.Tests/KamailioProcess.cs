// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// Kamailio as phones know it: registrar with digest, proxy in the path of every call (Record-Route), and phones behind NAT that it sends OPTIONS to when they have
/// registered.
/// </summary>
internal static class KamailioProcess
{
    public const string Password = "secret";

    private static readonly string[] LibraryFolders = ["/usr/local/lib64", "/usr/local/lib", "/usr/lib64", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];

    /// <summary>Where its modules are, TLS among them; null: not on this machine.</summary>
    public static string? Modules { get; } =
        LibraryFolders.Select(folder => Path.Combine(folder, "kamailio", "modules")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "tls.so")));

    /// <param name="at">Where it listens.</param>
    /// <param name="files">For its TLS.</param>
    /// <param name="directory">Where it may write.</param>
    /// <param name="keepsAlive">Its module usrloc asks phones each second whether they are still there.</param>
    public static async Task<StrangerProcess> StartAsync(IPEndPoint at, LabCertificatePaths files, string directory, bool keepsAlive = false)
    {
        var configuration = Path.Combine(directory, "kamailio.cfg");
        await File.WriteAllTextAsync(Path.Combine(directory, "tls.cfg"), $"""
            [server:default]
            method = TLSv1.2+
            private_key = {files.Key}
            certificate = {files.Certificate}
            verify_certificate = no
            require_certificate = no

            """);
        await File.WriteAllTextAsync(configuration, Text(at.Port, directory, keepsAlive));
        return await StrangerProcess
            .Start("kamailio", directory, "-DD", "-E", "-m", "64", "-M", "8", "-f", configuration, "-w", directory, "-Y", directory, "-P", Path.Combine(directory, "pid"))
            .ListeningAsync(at.Port);
    }

    private static string Text(int port, string directory, bool keepsAlive) => string.Create(CultureInfo.InvariantCulture, $$"""
        #!KAMAILIO
        debug=0
        log_stderror=yes
        fork=yes
        children=1
        tcp_children=1
        auto_aliases=no
        alias="{{RelayLab.Domain}}"
        enable_tls=yes
        disable_core_dump=yes
        tcp_connection_lifetime=3600
        listen=tls:127.0.0.1:{{port}}
        mpath="{{Modules}}"
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "maxfwd.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "kex.so"
        loadmodule "textops.so"
        loadmodule "siputils.so"
        loadmodule "sanity.so"
        loadmodule "auth.so"
        loadmodule "nathelper.so"
        loadmodule "uac.so"
        loadmodule "tls.so"
        modparam("tls", "config", "{{directory}}/tls.cfg")
        modparam("rr", "enable_full_lr", 1)
        modparam("rr", "append_fromtag", 1)
        modparam("registrar", "received_avp", "$avp(RECEIVED)")
        modparam("nathelper", "received_avp", "$avp(RECEIVED)")
        modparam("usrloc", "nat_bflag", 6)
        modparam("usrloc", "timer_interval", 1)
        modparam("usrloc", "ka_mode", {{(keepsAlive ? 1 : 0)}})
        modparam("usrloc", "ka_from", "sip:{{RelayLab.Domain}}")
        modparam("usrloc", "ka_domain", "{{RelayLab.Domain}}")
        request_route {
            if (!mf_process_maxfwd_header("10")) {
                sl_send_reply("483", "Too Many Hops");
                exit;
            }
            if (!sanity_check("17895", "7")) {
                exit;
            }
            force_rport();
            if (has_totag()) {
                if (!loose_route()) {
                    if (!is_method("ACK") || !t_check_trans()) {
                        exit;
                    }
                }
                handle_ruri_alias();
                if (is_method("INVITE")) {
                    add_contact_alias();
                }
                t_on_reply("FROM_PHONE");
                t_relay();
                exit;
            }
            if (is_method("CANCEL")) {
                if (t_check_trans()) {
                    t_relay();
                }
                exit;
            }
            if (is_method("OPTIONS") && uri == myself && $rU == $null) {
                sl_send_reply("200", "Keepalive");
                exit;
            }
            if (is_method("REGISTER")) {
                if (!pv_www_authenticate("$td", "{{Password}}", "0")) {
                    www_challenge("$td", "1");
                    exit;
                }
                fix_nated_register();
                setbflag(6);
                if (!save("location")) {
                    sl_reply_error();
                    exit;
                }
                $uac_req(method) = "OPTIONS";
                $uac_req(ruri) = "sip:" + $tU + "@" + $si + ":" + $sp + ";transport=tls";
                $uac_req(furi) = "sip:{{RelayLab.Domain}}";
                $uac_req(turi) = $tu;
                uac_req_send();
                exit;
            }
            if (is_method("INVITE|SUBSCRIBE")) {
                record_route();
                add_contact_alias();
            }
            if (!lookup("location")) {
                t_newtran();
                t_reply("404", "Not Found");
                exit;
            }
            t_on_reply("FROM_PHONE");
            if (!t_relay()) {
                sl_reply_error();
            }
        }
        onreply_route[FROM_PHONE] {
            if (is_method("INVITE")) {
                add_contact_alias();
            }
        }
        """);
}

/// <summary>A fact that needs Kamailio with its TLS module; skipped, with a sentence that says what is missing, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresKamailioAttribute : FactAttribute
{
    public RequiresKamailioAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = new RequiresToolAttribute(["kamailio", .. tools]).Skip
            ?? (KamailioProcess.Modules is null ? "Kamailio is here without its module tls (Debian: kamailio-tls-modules; tools/install-peers.sh installs it)." : null);
    }

    public IReadOnlyList<string> Tools { get; }
}
