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

cat >"$dir/fastsipalg.conf" <<CONF
config vpn certificate ca
    edit "Lab_CA"
        set ca "server.pem"
    next
end
config vpn certificate local
    edit "Phones"
        set certificate "server.pem"
        set private-key "server.key"
    next
end
config user peer
    edit "check-server"
        set ca "Lab_CA"
    next
end
config voip profile
    edit "default"
        config sip
            set ssl-server-certificate "Phones"
            set ssl-auth-server "check-server"
        end
    next
end
config sip server
    edit "stub"
        set address "$first" "$server"
        set server-name "$name"
        set balance weight
        set connect-timeout 10
    next
end
config sip listener
    edit "phones"
        set address 127.0.0.1
        set port 0
        set server "stub"
    next
end
CONF
start_relay
load failover --victim-pid "$victim" "${options[@]}"
