#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Certificate swaps under load: 2,000 flows that talk, 200 handshakes a second, 200 reloads by SIGHUP, each with a certificate that is new. Fails when a flow or a request is lost, a handshake fails, or
# resident memory after the last reload is more than 5 % above that after the 20th. Takes about three minutes and both cores of a small machine.
#
#   tools/swap.sh                                       the bar
#   tools/swap.sh --connections 100 --swaps 30 …        any option of sipload swap

set -euo pipefail
lab=swap
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

options=("$@")
[[ " $* " == *" --connections "* ]] || options+=(--connections 2000)
[[ " $* " == *" --warm-up "* ]] || options+=(--warm-up 10)

# Two sockets a flow, and the generator's.
ulimit -n 16384 2>/dev/null || fail "needs 16,384 files: raise the limit (ulimit -n)"
build
mkdir -m 700 "$dir/certificates"
(umask 077 && cat "$dir/server.pem" "$dir/server.key" >"$dir/certificates/Phones.pem")

start_server 1

blocks="config system settings
    set certificate-check-interval 0
end"
own_certificate=
write_config "$server"
start_relay
load swap --relay-pid "$relay_pid" --certificate "$dir/certificates/Phones.pem" "${options[@]}"
