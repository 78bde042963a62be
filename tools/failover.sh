#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# One of two SIP servers is killed (kill -9) under load: of the connections that begin afterwards none may be lost, and each must be answered within the relay's connect-timeout, 10 s.
# Prints the slowest of them, and fails when one was not answered. Takes about half a minute.
#
#   tools/failover.sh                                   the bar
#   tools/failover.sh --handshakes 200 --duration 30 …  any option of sipload failover

set -euo pipefail
lab=failover
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

options=("$@")
[[ " $* " == *" --duration "* ]] || options+=(--duration 10)

build
start_server 1
first=$server
victim=$server_pid
start_server 2

server_options="set balance weight
        set connect-timeout 10"
write_config "$first" "$server"
start_relay
load failover --victim-pid "$victim" "${options[@]}"
