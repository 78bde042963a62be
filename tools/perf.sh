#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Compares FastSipAlg with other TLS relays on this machine: same load, same certificates, interleaved rounds, medians.
# perf/README.md says how to read the result. Run with --help for the options.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

usage() {
    cat <<'TEXT'
tools/perf.sh [--quick] [--relays "direct haproxy nginx kamailio fastsipalg"] [--only "rate window1 …"] [--rounds N]
              [--record] [--publish] [--relay-cpus 0] [--load-cpus 1] [--no-pin] [--scale N] [--keep DIR]
tools/perf.sh --publish FILE

  --quick       about two minutes: one short round of the first five scenarios, without kamailio
  --relays      which to run, in this order in every round; direct is no relay at all; fastsipalg-off inspects nothing, fastsipalg-strict by the profile strict
  --only        which scenarios:
                  rate       5,000 requests/s on 200 leg pairs, open loop
                  window1    200 leg pairs, each sends when its one request is answered
                  window8    the same, eight requests unanswered
                  full       new leg pairs as fast as they come, the phone's handshake full
                  resumed    the same, the phone resumes its TLS session
                  idle2000   memory of 2,000 idle leg pairs
                  idle9000   memory of 9,000
                  rate9000   5,000 requests/s on 9,000 leg pairs
                  reconnect  9,000 idle leg pairs drop and come back at once, 200 others go on
  --rounds      rounds; each runs every scenario on every relay once
  --record      keeps the run: perf/results/DATE-HOST.json
  --publish     writes table and plot of a record into README.md: of FILE, or of this run (needs --record)
  --relay-cpus, --load-cpus
                CPU lists for taskset: the relays; the generator and the SIP server stub
  --no-pin      no taskset
  --scale N     divides 2,000, 9,000 and all durations by N, to try the script itself: no figures
  --keep DIR    works in DIR and leaves everything there: configurations, logs, results.jsonl
TEXT
}

root=$(cd "$(dirname "$0")/.." && pwd)
all_scenarios="rate window1 window8 full resumed idle2000 idle9000 rate9000 reconnect"
relays="direct haproxy nginx kamailio fastsipalg"
only=$all_scenarios
rounds=3 warm=3 seconds=8 window_warm=2 window_seconds=5 storm_warm=2 storm_seconds=4 prime=8 storm_prime=25 scale=1
relay_cpus=0 load_cpus=1 pin=yes record=no publish= keep=
while [ $# -gt 0 ]; do
    case $1 in
        --quick)
            relays="direct haproxy nginx fastsipalg" only="rate window1 window8 full resumed"
            rounds=1 warm=2 seconds=4 window_warm=1 window_seconds=3 storm_warm=1 storm_seconds=2 prime=5 storm_prime=10
            ;;
        --relays) relays=$2; shift ;;
        --only) only=$2; shift ;;
        --rounds) rounds=$2; shift ;;
        --relay-cpus) relay_cpus=$2; shift ;;
        --load-cpus) load_cpus=$2; shift ;;
        --no-pin) pin=no ;;
        --record) record=yes ;;
        --publish)
            publish=yes
            if [ -f "${2:-}" ]; then publish=$2; shift; fi
            ;;
        --scale) scale=$2; shift ;;
        --keep) keep=$2; shift ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 64 ;;
    esac
    shift
done

say() { printf '%s\n' "$*" >&2; }
fail() { say "perf.sh: $*"; exit 2; }

for scenario in $only; do
    [[ " $all_scenarios " == *" $scenario "* ]] || fail "no such scenario: $scenario (there are: $all_scenarios)"
done

if [ "$scale" != 1 ] && { [ $record = yes ] || [ "$publish" = yes ]; }; then
    fail "a run that is scaled down has no figures to keep"
fi
if [ "$publish" = yes ] && [ $record = no ]; then
    fail "--publish without a file publishes the run that --record keeps: give both"
fi

name=sip.perf.test
host=127.0.0.1
stub_port=25061
# A second SIP server for phones that come back all at once, with a port of its own at each relay: what is measured is how the relay keeps them from the
# flows that stay, not how the stub does.
storm_stub_port=25060
storm_offset=20
# Relays that stand through all rounds, and beside each a fresh one, started for one scenario.
declare -A port=([direct]=$stub_port [haproxy]=25062 [fastsipalg]=25063 [nginx]=25064 [kamailio]=25065 [fastsipalg-off]=25066 [fastsipalg-strict]=25067)
fresh_offset=10
declare -A pid=()
is_published=
for relay in $relays; do
    [ -n "${port[$relay]:-}" ] || fail "no such relay: $relay"
done

files=$(ulimit -Hn)
[ "$files" != unlimited ] || files=1048576
ulimit -n "$files"
crowd=$((9000 / scale)) group=$((2000 / scale))
need_files=$((2 * (crowd + 200) + 200))
if [ "$files" -lt $need_files ] && [[ "$only" == *9000* || "$only" == *reconnect* ]]; then
    fail "a relay of $crowd leg pairs needs $need_files open files, this shell may have $files: raise it, or leave the scenarios with 9,000 out (--only)"
fi

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

stop() { # stop INSTANCE
    kill "${pid[$1]}" 2>/dev/null || true
    wait "${pid[$1]}" 2>/dev/null || true
    unset "pid[$1]"
}

stop_all() {
    for instance in "${!pid[@]}"; do
        kill "${pid[$instance]}" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    [ -n "$keep" ] || rm -rf "$dir"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

need() { # need PROGRAM
    command -v "$1" >/dev/null && return
    say "installing what is missing for $1"
    local sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo bash "$root/tools/install-peers.sh" perf >"$dir/install.log" 2>&1 || true
    command -v "$1" >/dev/null || fail "cannot install $1: $(tail -n 1 "$dir/install.log")"
}

wait_for() { # wait_for FILE PATTERN PROCESS
    for _ in $(seq 300); do
        grep -q "$2" "$1" 2>/dev/null && return
        kill -0 "$3" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$1")"
        sleep 0.1
    done
    fail "not ready after 30 s: $1"
}

wait_for_port() { # wait_for_port PORT PROCESS LOG
    for _ in $(seq 300); do
        (exec 3<>"/dev/tcp/$host/$1") 2>/dev/null && return
        kill -0 "$2" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$3")"
        sleep 0.1
    done
    fail "port $1 does not answer"
}

make_certificates() {
    need openssl
    (
        cd "$dir"
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=FastSipAlg perf CA"
        printf 'subjectAltName=DNS:%s,IP:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' $name $host >server.ext
        openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=$name"
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
        cat server.pem server.key >both.pem
    ) >"$dir/openssl.log" 2>&1 || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
}

# ── Relays. Each has prepare_NAME, which makes sure that it is there, and start_NAME INSTANCE PORT, which writes a configuration, starts it on the relays' CPUs,
# sets pid[INSTANCE] and waits until it accepts; PORT leads to the stub, PORT + storm_offset to the storm's. All of them forward to the stub, verify its certificate, and resume their sessions with it where they can. ──

prepare_direct() { :; }

prepare_haproxy() { need haproxy; }

start_haproxy() {
    cat >"$dir/$1.cfg" <<CFG
global
    nbthread 1
    maxconn $(((files - 200) / 2))
defaults
    mode tcp
    timeout connect 10s
    timeout client 1h
    timeout server 1h
frontend phones
    bind $host:$2 backlog 4096 ssl crt $dir/both.pem ssl-min-ver TLSv1.3
    default_backend sip
frontend storm
    bind $host:$(($2 + storm_offset)) backlog 4096 ssl crt $dir/both.pem ssl-min-ver TLSv1.3
    default_backend storm
backend sip
    server sip $host:$stub_port ssl verify required ca-file $dir/ca.pem sni str($name) ssl-min-ver TLSv1.3
backend storm
    server sip $host:$storm_stub_port ssl verify required ca-file $dir/ca.pem sni str($name) ssl-min-ver TLSv1.3
CFG
    on_relay_cpus haproxy -db -f "$dir/$1.cfg" >"$dir/$1.log" 2>&1 &
    pid[$1]=$!
    wait_for_port "$2" "${pid[$1]}" "$dir/$1.log"
}

prepare_nginx() {
    need nginx
    # Compiled in, or a module of its own: then it has to be named.
    nginx_stream=
    if nginx -V 2>&1 | grep -q -- '--with-stream=dynamic'; then
        nginx_stream=$(find /usr/lib*/nginx /usr/share/nginx /usr/local/lib*/nginx -name ngx_stream_module.so 2>/dev/null | head -n 1 || true)
        [ -n "$nginx_stream" ] || fail "nginx is here without its stream module (Debian: libnginx-mod-stream)"
    fi
}

start_nginx() {
    mkdir -p "$dir/$1"
    cat >"$dir/$1/nginx.conf" <<CONF
${nginx_stream:+load_module $nginx_stream;}
daemon off;
pid $dir/$1/nginx.pid;
error_log $dir/$1.log warn;
worker_processes 1;
worker_rlimit_nofile $files;
events {
    worker_connections $files;
}
stream {
    ssl_certificate $dir/server.pem;
    ssl_certificate_key $dir/server.key;
    ssl_protocols TLSv1.3;
    ssl_session_cache shared:phones:20m;
    ssl_session_timeout 1h;
    proxy_connect_timeout 10s;
    proxy_timeout 1h;
    proxy_ssl on;
    proxy_ssl_protocols TLSv1.3;
    proxy_ssl_session_reuse on;
    proxy_ssl_server_name on;
    proxy_ssl_name $name;
    proxy_ssl_verify on;
    proxy_ssl_trusted_certificate $dir/ca.pem;
    server {
        listen $host:$2 ssl backlog=4096;
        proxy_pass $host:$stub_port;
    }
    server {
        listen $host:$(($2 + storm_offset)) ssl backlog=4096;
        proxy_pass $host:$storm_stub_port;
    }
}
CONF
    on_relay_cpus nginx -p "$dir/$1" -e "$dir/$1.log" -c "$dir/$1/nginx.conf" >"$dir/$1.out" 2>&1 &
    pid[$1]=$!
    wait_for_port "$2" "${pid[$1]}" "$dir/$1.log"
}

prepare_kamailio() {
    need kamailio
    kamailio_modules=$(find /usr/lib /usr/local/lib /usr/lib64 -path '*kamailio/modules/tls.so' 2>/dev/null | head -n 1 || true)
    [ -n "$kamailio_modules" ] || fail "kamailio is here without its tls module (Debian: kamailio-tls-modules)"
    kamailio_modules=${kamailio_modules%/tls.so}
}

# A proxy: it reads and checks every message, adds and takes off its Via, and talks to the SIP server over one connection for all.
start_kamailio() {
    mkdir -p "$dir/$1"
    cat >"$dir/$1/tls.cfg" <<CFG
[server:default]
method = TLSv1.2+
private_key = $dir/server.key
certificate = $dir/server.pem
verify_certificate = no
require_certificate = no
[client:default]
method = TLSv1.2+
verify_certificate = yes
require_certificate = yes
ca_list = $dir/ca.pem
server_name = $name
CFG
    cat >"$dir/$1/kamailio.cfg" <<CFG
debug=1
log_stderror=yes
fork=yes
children=1
auto_aliases=no
enable_tls=yes
disable_core_dump=yes
listen=tls:$host:$2
listen=tls:$host:$(($2 + storm_offset))
tcp_children=1
tcp_max_connections=$files
tls_max_connections=$files
open_files_limit=$files
tcp_connection_lifetime=3600
tcp_connect_timeout=10
tcp_rd_buf_size=65536
mpath="$kamailio_modules"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "sanity.so"
loadmodule "tls.so"
modparam("tls", "config", "$dir/$1/tls.cfg")
request_route {
    if (!sanity_check("1511", "7")) {
        exit;
    }
    if (\$Rp == $2) {
        \$du = "sip:$host:$stub_port;transport=tls";
    } else {
        \$du = "sip:$host:$storm_stub_port;transport=tls";
    }
    forward();
}
CFG
    on_relay_cpus kamailio -DD -E -m 2048 -M 32 -f "$dir/$1/kamailio.cfg" -w "$dir/$1" -Y "$dir/$1" -P "$dir/$1/kamailio.pid" >"$dir/$1.log" 2>&1 &
    pid[$1]=$!
    wait_for_port "$2" "${pid[$1]}" "$dir/$1.log"
}

prepare_fastsipalg() {
    [ -z "$is_published" ] || return 0
    is_published=yes
    say "publishing fastsipalg"
    dotnet publish "$root/src/FastSipAlg" -c Release -o "$dir/publish" >"$dir/publish.log" 2>&1 || fail "publish: $(tail -n 5 "$dir/publish.log")"
}

prepare_fastsipalg-off() { prepare_fastsipalg; }
prepare_fastsipalg-strict() { prepare_fastsipalg; }
start_fastsipalg-off() { start_fastsipalg "$1" "$2" perf "set mode off"; }
start_fastsipalg-strict() { start_fastsipalg "$1" "$2" strict; }

start_fastsipalg() { # start_fastsipalg INSTANCE PORT [PROFILE [SETTING]]
    local profile=${3:-perf} setting=${4:-}
    cat >"$dir/$1.conf" <<CONF
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
    edit "$profile"
        config sip
            $setting
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
    edit "storm-stub"
        set address "$host"
        set port $storm_stub_port
        set server-name "$name"
    next
end
config sip listener
    edit "phones"
        set address $host
        set port $2
        set server "stub"
        set voip-profile "$profile"
    next
    edit "storm"
        set address $host
        set port $(($2 + storm_offset))
        set server "storm-stub"
        set voip-profile "$profile"
    next
end
CONF
    on_relay_cpus "$dir/publish/fastsipalg" run --config "$dir/$1.conf" >"$dir/$1.log" 2>&1 &
    pid[$1]=$!
    wait_for "$dir/$1.log" '^ready' "${pid[$1]}"
}

# ── The load ──

load() { # load INSTANCE PORT SCENARIO COMMAND OPTIONS…
    local instance=$1 at=$2 scenario=$3 command=$4
    shift 4
    local measured=()
    [ -z "${pid[$instance]:-}" ] || measured=(--relay-pid "${pid[$instance]}")
    (on_load_cpus "$sipload" "$command" --target "$host:$at" --server-name $name --relay "${instance%-fresh}" --scenario "$scenario" \
        "${measured[@]}" --output "$results" "$@") >>"$dir/load.log" 2>&1 || say "$instance, $scenario: $(tail -n 1 "$dir/load.log")"
}

# On a relay that has served nobody yet, so that what an earlier scenario left behind in it is not taken for room that these connections do not need.
# A few connections come first: what is loaded and compiled for the first of them belongs to the process.
on_fresh() { # on_fresh RELAY SCENARIO COMMAND OPTIONS…
    local relay=$1 scenario=$2 instance=$1-fresh at
    shift 2
    at=$((port[$relay] + fresh_offset))
    "start_$relay" "$instance" "$at"
    load "$instance" "$at" prime steady --window 1 --connections 10 --warm-up 1 --duration "$(short 2)"
    load "$instance" "$at" "$scenario" "$@"
    stop "$instance"
}

# Phones that come back at once have a port and a stub of their own; the flows that stay have the others.
reconnect() { # reconnect RELAY OPTIONS…
    local relay=$1 at=$((port[$1] + fresh_offset))
    shift
    if [ "$relay" = direct ]; then
        load direct $storm_stub_port reconnect reconnect --established-target "$host:$stub_port" "$@"
        return
    fi
    "start_$relay" "$relay-fresh" "$at"
    load "$relay-fresh" $((at + storm_offset)) reconnect reconnect --established-target "$host:$at" "$@"
    stop "$relay-fresh"
}

short() { awk -v seconds="$1" -v scale="$scale" 'BEGIN { print seconds / scale }'; }

run() { # run RELAY SCENARIO
    local relay=$1 at=${port[$1]} warm_up measured
    case $2 in
        rate | rate9000) warm_up=$(short "$warm") measured=$(short "$seconds") ;;
        window*) warm_up=$(short "$window_warm") measured=$(short "$window_seconds") ;;
        *) warm_up=$(short "$storm_warm") measured=$(short "$storm_seconds") ;;
    esac
    local interval=(--warm-up "$warm_up" --duration "$measured")
    case $2 in
        rate) load "$relay" "$at" rate steady --rate 5000 "${interval[@]}" ;;
        window1) load "$relay" "$at" window1 steady --window 1 "${interval[@]}" ;;
        window8) load "$relay" "$at" window8 steady --window 8 "${interval[@]}" ;;
        full) load "$relay" "$at" full storm "${interval[@]}" ;;
        resumed) load "$relay" "$at" resumed storm --resume "${interval[@]}" ;;
        rate9000) load "$relay" "$at" rate9000 steady --rate 5000 --connections "$crowd" "${interval[@]}" ;;
        idle2000) [ "$relay" = direct ] || on_fresh "$relay" idle2000 idle --connections "$group" "${interval[@]}" ;;
        idle9000) [ "$relay" = direct ] || on_fresh "$relay" idle9000 idle --connections "$crowd" "${interval[@]}" ;;
        reconnect) reconnect "$relay" --connections "$crowd" --established 200 --rate 1000 "${interval[@]}" ;;
    esac
}

versions() {
    printf '%s' "$(uname -sr), $(nproc) CPUs ($(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)), .NET $(dotnet --version)"
    for relay in $relays; do
        case $relay in
            haproxy) printf ', %s' "$(haproxy -v | sed -n '1s/^HAProxy version \([^ ]*\).*/HAProxy \1/p')" ;;
            nginx) printf ', %s' "$(nginx -v 2>&1 | sed 's/^nginx version: nginx\//nginx /')" ;;
            kamailio) printf ', %s' "$(kamailio -v | sed -n '1s/^version: kamailio \([^ ]*\).*/Kamailio \1/p')" ;;
            fastsipalg*) printf ', %s %s' "$relay" "$(git -C "$root" describe --always --dirty 2>/dev/null || echo unknown)" ;;
        esac
    done
    printf ', pinned: %s, rounds: %s' $pin "$rounds"
}

say "building the load generator"
dotnet build "$root/perf/FastSipAlg.LoadGenerator" -c Release -o "$dir/sipload" >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
sipload=$dir/sipload/sipload

publish() { "$sipload" report "$1" --document "$root/README.md" --plot "$root/perf/results/latest.svg" >/dev/null || say "not all of it is clean: see above and the table"; }
if [ -n "$publish" ] && [ "$publish" != yes ]; then
    publish "$publish"
    exit
fi

make_certificates
for relay in $relays; do
    "prepare_$relay"
done
start_stub() { # start_stub INSTANCE PORT COMMAND…
    local instance=$1 at=$2
    shift 2
    on_load_cpus "$@" "$sipload" server --listen "$host:$at" --certificate "$dir/server.pem" --key "$dir/server.key" >"$dir/$instance.log" 2>&1 &
    pid[$instance]=$!
    wait_for "$dir/$instance.log" '^ready' "${pid[$instance]}"
}
start_stub stub $stub_port
start_stub storm-stub $storm_stub_port nice -n 10
for relay in $relays; do
    [ "$relay" = direct ] || "start_$relay" "$relay" "${port[$relay]}"
done

# Compilers at run time need to see the load before they are measured; the stub is warmed by the same.
for relay in $relays; do
    say "warming up: $relay"
    load "$relay" "${port[$relay]}" prime steady --window 1 --warm-up "$(short "$prime")" --duration "$(short 1)"
    case $only in
        *full* | *resumed*) load "$relay" "${port[$relay]}" prime storm --warm-up "$(short "$storm_prime")" --duration "$(short 1)" ;;
    esac
done
: >"$results"

for round in $(seq "$rounds"); do
    for scenario in $only; do
        for relay in $relays; do
            say "round $round of $rounds: $scenario, $relay"
            run "$relay" "$scenario"
        done
    done
done

# What warmed a fresh relay up is no result.
grep -v '"scenario":"prime"' "$results" >"$dir/measured.jsonl" || fail "nothing was measured; see $dir/load.log"
note=$(versions)
[ "$scale" = 1 ] || note="$note, scaled down by $scale: no figures"
summary=$dir/summary.json
if [ $record = yes ]; then
    mkdir -p "$root/perf/results"
    summary=$root/perf/results/$(date -u +%Y-%m-%d-%H%M)-$(hostname).json
fi
say "$note"
code=0
"$sipload" report "$dir/measured.jsonl" --json "$summary" --note "$note" || code=$?
[ $record = no ] || say "written: $summary"
[ -z "$publish" ] || publish "$summary"
exit $code
