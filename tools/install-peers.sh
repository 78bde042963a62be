#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs the independent programs that end-to-end tests talk to: openssl, haproxy, SIPp (package sip-tester), stunnel.
# For Debian and its kin, as root. What is there already is left as it is; without these programs their tests are skipped.

set -uo pipefail
PATH=$PATH:/usr/sbin:/sbin

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need openssl openssl
need haproxy haproxy
need sipp sip-tester
need stunnel4 stunnel4

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
# RUNLEVEL=1: haproxy and stunnel are wanted as programs for tests, not as running services.
apt=(timeout 240 env RUNLEVEL=1 apt-get -q -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o DPkg::Lock::Timeout=60)
# One unreachable package source of several fails the update, not necessarily the install.
"${apt[@]}" update </dev/null || echo "install-peers: the package lists could not all be updated."
"${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null
