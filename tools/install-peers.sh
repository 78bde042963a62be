#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs independent programs, on Debian and its kin, as root. What is there already is left as it is.
#
#   tools/install-peers.sh        what end-to-end tests talk to: openssl, haproxy, SIPp (package sip-tester), stunnel, kamailio with tls,
#                                 GnuTLS (gnutls-bin), NSS (libnss3-tools), curl, dnsmasq (dnsmasq-base); without these programs their tests are skipped
#   tools/install-peers.sh perf   what tools/perf.sh compares with: openssl, haproxy, nginx with stream, kamailio with tls

set -uo pipefail
PATH=$PATH:/usr/sbin:/sbin

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need_package() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q ' installed$' || missing+=("$1"); }
need_kamailio() {
    need kamailio kamailio
    # Built from source it brings its modules itself, or whoever needs them says that they are missing.
    [[ $(command -v kamailio) == /usr/local/* ]] || need_package kamailio-tls-modules
}
need openssl openssl
need haproxy haproxy
need_kamailio
case ${1:-} in
    "")
        need sipp sip-tester
        need stunnel4 stunnel4
        need gnutls-cli gnutls-bin
        need tstclnt libnss3-tools
        need dnsmasq dnsmasq-base
        need curl curl
        ;;
    perf)
        need nginx nginx
        # As above.
        [[ $(command -v nginx) == /usr/local/* ]] || need_package libnginx-mod-stream
        ;;
    *)
        sed -n '/^#   /s/^# *//p' "${BASH_SOURCE[0]}" >&2
        exit 2
        ;;
esac

if ((${#missing[@]} == 0)); then
    echo "install-peers: nothing to do."
    exit 0
fi

if ! command -v apt-get >/dev/null; then
    echo "install-peers: no apt-get here; install by hand: ${missing[*]}" >&2
    exit 1
fi

if ((EUID != 0)); then
    echo "install-peers: needs root to install: ${missing[*]}" >&2
    exit 1
fi

echo "install-peers: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# RUNLEVEL=1: they are wanted as programs, not as running services.
apt=(timeout 240 env RUNLEVEL=1 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=60)
# One unreachable package source of several fails the update, not necessarily the install.
"${apt[@]}" update </dev/null || echo "install-peers: the package lists could not all be updated."
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null
code=$?

# systemd does not ask for the run level, and starts at the next boot what is enabled.
for service in haproxy nginx kamailio stunnel4; do
    if [[ " ${missing[*]} " == *" $service "* ]]; then
        if [[ -d /run/systemd/system ]]; then
            systemctl disable --now "$service" >/dev/null 2>&1 || true
        else
            service "$service" stop >/dev/null 2>&1 || true
        fi
    fi
done
exit $code
