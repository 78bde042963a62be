#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Through a real HAProxy in TCP mode with send-proxy-v2: 200 connections, each from an address of its own (127.2.0.1 and up), talk through it to the relay, which takes nobody who does not come through it.
# PASS: /api/v1/flows has exactly those addresses, and no request was lost. Takes about half a minute, most of it building. Needs haproxy and curl.
#
#   tools/front.sh                                      the bar
#   tools/front.sh --connections 1000 --rate 5000       more of it; --duration too

set -euo pipefail
lab=front
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

connections=200 rate=2000 duration=10
while (($# > 0)); do
    case $1 in
        --connections) connections=$2 ;;
        --rate) rate=$2 ;;
        --duration) duration=$2 ;;
        *) fail "what is $1? --connections, --rate, --duration" ;;
    esac
    shift 2
done

PATH=$PATH:/usr/sbin
command -v haproxy >/dev/null || fail "haproxy is missing: tools/install-peers.sh"
front=127.0.0.1:$((30000 + RANDOM % 2000))

build
start_server 1

with_management
listener_options="set proxy-protocol require
        set proxy-protocol-from 127.0.0.1"
write_config "$server"
start_relay

cat >"$dir/haproxy.cfg" <<CFG
defaults
    mode tcp
    timeout connect 5s
    timeout client 1m
    timeout server 1m
listen sips
    bind $front
    server relay $target send-proxy-v2
CFG
haproxy -db -f "$dir/haproxy.cfg" >"$dir/haproxy.log" 2>&1 &
processes+=($!)

"$dir/sipload/sipload" steady --target "$front" --server-name "$name" --connections "$connections" --first-source 127.2.0.1 --rate "$rate" --duration "$duration" \
    >"$dir/steady.json" 2>"$dir/steady.log" &
load=$!
processes+=("$load")
until grep -q '^measuring' "$dir/steady.log"; do
    kill -0 "$load" 2>/dev/null || fail "the load did not begin: $(tail -n 3 "$dir/steady.log" "$dir/haproxy.log")"
    sleep 0.1
done

# Every page of the flows, in the middle of the load: the phones' addresses, as the relay knows them.
after=0
while [[ -n $after ]]; do
    ask "/api/v1/flows?limit=1000&after=$after" >"$dir/page.json"
    grep -o '"phone":"[^"]*"' "$dir/page.json" | cut -d'"' -f4 | sed 's/:[0-9]*$//' >>"$dir/addresses" || true
    after=$(grep -o '"next":"[^"]*"' "$dir/page.json" | cut -d'"' -f4 || true)
done
for ((i = 1; i <= connections; i++)); do echo "127.2.$((i / 256)).$((i % 256))"; done | sort >"$dir/expected"
right=$(sort "$dir/addresses" | comm -12 - "$dir/expected" | wc -l)
others=$(sort "$dir/addresses" | comm -23 - "$dir/expected" | wc -l)

code=0
wait "$load" || code=$?
figure() { grep -o "\"$1\":[0-9.]*" "$dir/steady.json" | cut -d: -f2; }
echo "flows with their phone's own address: $right of $connections; with another: $others"
echo "requests: $(figure sent) sent, $(figure received) answered in $duration s; $(figure lost) lost, $(figure errors) errors in the whole run"
if ((code == 0 && right == connections && others == 0)); then
    echo PASS
else
    tail -n 5 "$dir/steady.log" "$dir/relay.log" >&2
    echo FAIL
    exit 1
fi
