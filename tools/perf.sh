#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Compares FastSipAlg with other TLS relays on this machine: same load, same certificates, interleaved rounds, medians.
# perf/README.md says how to read the result. Run with --help for the options.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

usage() {
    cat <<'TEXT'
tools/perf.sh [--quick] [--relays "direct haproxy fastsipalg"] [--rounds N] [--record]
              [--relay-cpus 0] [--load-cpus 1] [--no-pin] [--keep DIR] [--with-storm] [--with-idle]

  --quick       one or two minutes: short runs, two rounds
  --relays      which to run, in this order in every round; direct is no relay at all
  --rounds      rounds; each runs every scenario on every relay once
  --with-storm  also new connections a second, full and resumed
  --with-idle   also memory of 2,000 idle connections
  --record      writes the summary to perf/results/DATE-HOST.json
  --relay-cpus, --load-cpus
                CPU lists for taskset: the relays; the generator and the SIP server stub
  --no-pin      no taskset
  --keep DIR    works in DIR and leaves everything there: configurations, logs, results.jsonl
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
relays="direct haproxy fastsipalg"
rounds=3 warm=3 seconds=8 window_warm=2 window_seconds=5 prime=8
relay_cpus=0 load_cpus=1 pin=yes record=no keep= storm=no idle=no
while [ $# -gt 0 ]; do
    case $1 in
        --quick) rounds=2 warm=2 seconds=4 window_warm=1 window_seconds=3 prime=5 ;;
        --relays) relays=$2; shift ;;
        --rounds) rounds=$2; shift ;;
        --relay-cpus) relay_cpus=$2; shift ;;
        --load-cpus) load_cpus=$2; shift ;;
        --no-pin) pin=no ;;
        --with-storm) storm=yes ;;
        --with-idle) idle=yes ;;
        --record) record=yes ;;
        --keep) keep=$2; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 64 ;;
    esac
    shift
done

say() { printf '%s\n' "$*" >&2; }
fail() { say "perf.sh: $*"; exit 2; }

name=sip.perf.test
host=127.0.0.1
stub_port=25061
declare -A port=([direct]=$stub_port [haproxy]=25062 [fastsipalg]=25063)
declare -A pid=()

if [ "$(nproc)" -lt 2 ]; then
    say "only one CPU here: nothing is pinned, and relay and load compete"
    pin=no
fi
# exec: for use in the background or in a subshell, so that the process is the very one whose id we know.
on_cpus() {
    local cpus=$1
    shift
    if [ $pin = yes ]; then exec taskset -c "$cpus" "$@"; else exec "$@"; fi
}
on_relay_cpus() { on_cpus "$relay_cpus" "$@"; }
on_load_cpus() { on_cpus "$load_cpus" "$@"; }

if [ -n "$keep" ]; then
    mkdir -p "$keep"
    dir=$(cd "$keep" && pwd)
else
    dir=$(mktemp -d)
fi
results=$dir/results.jsonl
: >"$results"

stop_all() {
    for process in "${pid[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    [ -n "$keep" ] || rm -rf "$dir"
}
trap stop_all EXIT

# A package by the program that it brings, when that is missing.
need() {
    command -v "$1" >/dev/null && return
    say "installing $2"
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get install -y --no-install-recommends "$2" >"$dir/apt.log" 2>&1 || {
        $sudo apt-get update >>"$dir/apt.log" 2>&1 && $sudo apt-get install -y --no-install-recommends "$2" >>"$dir/apt.log" 2>&1
    } || fail "cannot install $2: $(tail -n 1 "$dir/apt.log")"
    # Debian starts what it installs; ours runs with its own configuration.
    $sudo service "$2" stop >/dev/null 2>&1 || true
}

wait_for() { # wait_for FILE PATTERN PROCESS
    for _ in $(seq 200); do
        grep -q "$2" "$1" 2>/dev/null && return
        kill -0 "$3" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$1")"
        sleep 0.1
    done
    fail "not ready after 20 s: $1"
}

wait_for_port() { # wait_for_port PORT PROCESS LOG
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/$host/$1") 2>/dev/null && return
        kill -0 "$2" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$3")"
        sleep 0.1
    done
    fail "port $1 does not answer"
}

make_certificates() {
    need openssl openssl
    (
        cd "$dir"
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=FastSipAlg perf CA"
        printf 'subjectAltName=DNS:%s,IP:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' $name $host >server.ext
        openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=$name"
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
        cat server.pem server.key >both.pem
    ) >"$dir/openssl.log" 2>&1 || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
}

# ── Relays: each has start_NAME, which sets pid[NAME] and listens on port[NAME], forwards to the stub, and verifies its certificate. ──

start_direct() { :; }

start_haproxy() {
    need haproxy haproxy
    cat >"$dir/haproxy.cfg" <<CFG
global
    nbthread 1
    maxconn $((($(ulimit -n) - 200) / 2))
defaults
    mode tcp
    timeout connect 10s
    timeout client 1h
    timeout server 1h
frontend phones
    bind $host:${port[haproxy]} ssl crt $dir/both.pem ssl-min-ver TLSv1.3
    default_backend sip
backend sip
    server sip $host:$stub_port ssl verify required ca-file $dir/ca.pem sni str($name) ssl-min-ver TLSv1.3
CFG
    on_relay_cpus haproxy -db -f "$dir/haproxy.cfg" >"$dir/haproxy.log" 2>&1 &
    pid[haproxy]=$!
    wait_for_port "${port[haproxy]}" "${pid[haproxy]}" "$dir/haproxy.log"
}

start_fastsipalg() {
    say "publishing fastsipalg"
    dotnet publish "$root/src/FastSipAlg" -c Release -o "$dir/fastsipalg" >"$dir/publish.log" 2>&1 || fail "publish: $(tail -n 5 "$dir/publish.log")"
    cat >"$dir/fastsipalg.conf" <<CONF
config vpn certificate ca
    edit "Perf_CA"
        set ca "$dir/ca.pem"
    next
end
config vpn certificate local
    edit "Perf_cert"
        set certificate "$dir/server.pem"
        set private-key "$dir/server.key"
    next
end
config user peer
    edit "check-server"
        set ca "Perf_CA"
    next
end
config user peergrp
    edit "check-server-group"
        set member "check-server"
    next
end
config voip profile
    edit "perf"
        config sip
            set ssl-mode full
            set ssl-server-certificate "Perf_cert"
            set ssl-auth-server "check-server-group"
        end
    next
end
config sip server
    edit "stub"
        set address "$host"
        set port $stub_port
        set server-name "$name"
    next
end
config sip listener
    edit "phones"
        set address $host
        set port ${port[fastsipalg]}
        set server "stub"
        set voip-profile "perf"
    next
end
CONF
    on_relay_cpus "$dir/fastsipalg/fastsipalg" run --config "$dir/fastsipalg.conf" >"$dir/fastsipalg.log" 2>&1 &
    pid[fastsipalg]=$!
    wait_for "$dir/fastsipalg.log" '^ready' "${pid[fastsipalg]}"
}

# ── The load ──

load() { # load RELAY SCENARIO COMMAND OPTIONS…
    local relay=$1 scenario=$2 command=$3
    shift 3
    local measured=()
    [ -z "${pid[$relay]:-}" ] || measured=(--relay-pid "${pid[$relay]}")
    (on_load_cpus "$sipload" "$command" --target "$host:${port[$relay]}" --server-name $name --relay "$relay" --scenario "$scenario" \
        "${measured[@]}" --output "$results" "$@") >>"$dir/load.log" 2>&1 || say "$relay, $scenario: $(tail -n 1 "$dir/load.log")"
}

say "building the load generator"
dotnet build "$root/perf/FastSipAlg.LoadGenerator" -c Release -o "$dir/sipload" >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
sipload=$dir/sipload/sipload

make_certificates
on_load_cpus "$sipload" server --listen "$host:$stub_port" --certificate "$dir/server.pem" --key "$dir/server.key" >"$dir/stub.log" 2>&1 &
pid[stub]=$!
wait_for "$dir/stub.log" '^ready' "${pid[stub]}"
for relay in $relays; do
    "start_$relay"
done

# Compilers at run time need to see the load before they are measured; the stub is warmed by the same.
for relay in $relays; do
    say "warming up: $relay"
    load "$relay" warm-up steady --window 1 --warm-up "$prime" --duration 1
done
: >"$results"

for round in $(seq "$rounds"); do
    for relay in $relays; do
        say "round $round of $rounds: $relay"
        load "$relay" "REGISTER, 5,000 requests/s on 200 connections" steady --rate 5000 --warm-up "$warm" --duration "$seconds"
        load "$relay" "REGISTER, closed loop, window 1, 200 connections" steady --window 1 --warm-up "$window_warm" --duration "$window_seconds"
        load "$relay" "REGISTER, closed loop, window 8, 200 connections" steady --window 8 --warm-up "$window_warm" --duration "$window_seconds"
        if [ $storm = yes ]; then
            load "$relay" "new connections, full handshakes" storm --warm-up "$window_warm" --duration "$window_seconds"
            load "$relay" "new connections, resumed handshakes" storm --resume --warm-up "$window_warm" --duration "$window_seconds"
        fi
        if [ $idle = yes ] && [ "$relay" != direct ]; then
            load "$relay" "2,000 idle connections" idle --connections 2000 --warm-up 2 --duration "$window_seconds"
        fi
    done
done

note="$(uname -sr), $(nproc) CPUs ($(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)), .NET $(dotnet --version), $(haproxy -v 2>/dev/null | head -n 1), pinned: $pin"
summary=$dir/summary.json
if [ $record = yes ]; then
    mkdir -p "$root/perf/results"
    summary=$root/perf/results/$(date +%Y-%m-%d-%H%M)-$(hostname).json
fi
say "$note"
"$sipload" report "$results" --json "$summary" --note "$note"
[ $record = no ] || say "written: $summary"
