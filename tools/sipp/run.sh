#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs SIPp as phones and as the SIP server, with TLS, through FastSipAlg. A SIPp that was built with TLS speaks it itself; one that was not
# (Debian's) is wrapped in stunnel on both sides: each of its TCP connections becomes one TLS connection. Exit code: 0, 1 when a call failed, 2 when it
# could not be run.
set -uo pipefail
PATH=$PATH:/usr/sbin:/sbin

usage() {
    cat <<'TEXT'
tools/sipp/run.sh [SCENARIO…] [--calls 20] [--rate 10] [--connections one|each] [--timeout 60] [--program FILE] [--keep DIR]
tools/sipp/run.sh [SCENARIO…] --relay ADDRESS:PORT --server-name NAME --ca FILE
                  --listen ADDRESS:PORT --certificate FILE --key FILE [options as above]

  SCENARIO       register, options, call, cancel, message; default: all of them
  --calls        calls of each scenario
  --rate         new calls a second
  --connections  one TLS connection for all calls, or one for each call (each phone its own)
  --timeout      seconds after which a scenario has failed
  --program      fastsipalg or fastsipalg.dll, run between the two; default: built from this tree
  --keep DIR     works in DIR and leaves logs and messages there

  --relay        a relay that runs already, instead of one that is started for this: phones connect to it,
  --server-name  expect this name in its certificate,
  --ca           and trust this anchor (PEM)
  --listen       where it expects its SIP server: SIPp stands there,
  --certificate  with this certificate chain (PEM)
  --key          and its key (PEM)
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
scenarios=() calls=20 rate=10 connections=one timeout=60 program= keep=
relay= name=sip.example.com ca= listen= certificate= key=
while [ $# -gt 0 ]; do
    case $1 in
        --calls) calls=$2; shift ;;
        --rate) rate=$2; shift ;;
        --connections) connections=$2; shift ;;
        --timeout) timeout=$2; shift ;;
        --program) program=$2; shift ;;
        --keep) keep=$2; shift ;;
        --relay) relay=$2; shift ;;
        --server-name) name=$2; shift ;;
        --ca) ca=$2; shift ;;
        --listen) listen=$2; shift ;;
        --certificate) certificate=$2; shift ;;
        --key) key=$2; shift ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; exit 2 ;;
        *) scenarios+=("$1") ;;
    esac
    shift
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=(register options call cancel message)

say() { printf '%s\n' "$*"; }
fail() { printf 'sipp/run.sh: %s\n' "$*" >&2; exit 2; }

for scenario in "${scenarios[@]}"; do
    [ -f "$here/$scenario-uac.xml" ] || fail "no such scenario: $scenario"
done
case $connections in one | each) ;; *) fail "--connections is one or each" ;; esac
command -v sipp >/dev/null || fail "SIPp is not installed (Debian: sip-tester)"
# "SIPp v3.7.3-TLS-PCAP-…"
has_tls=no
case $(sipp -v 2>&1) in *-TLS*) has_tls=yes ;; esac
stunnel=$(command -v stunnel4 || command -v stunnel) || [ $has_tls = yes ] || fail "this SIPp was built without TLS, and stunnel is not installed (Debian: stunnel4)"

if [ -n "$keep" ]; then
    mkdir -p "$keep"
    dir=$(cd "$keep" && pwd)
else
    dir=$(mktemp -d)
fi
processes=()
stop_all() {
    [ ${#processes[@]} -eq 0 ] || kill "${processes[@]}" 2>/dev/null
    wait 2>/dev/null
    [ -n "$keep" ] || rm -rf "$dir"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

is_listening() { # is_listening PORT: looks without connecting; SIPp takes a connection without a message for a phone
    grep -qE "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$1") [0-9A-F:]+ 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Below the ports that the kernel hands out by itself.
free_port() {
    local port
    while port=$((RANDOM % 12000 + 20000)); is_listening "$port"; do :; done
    echo "$port"
}

wait_listening() { # wait_listening PORT PROCESS LOG
    for _ in $(seq 600); do
        is_listening "$1" && return
        kill -0 "$2" 2>/dev/null || fail "ended before it listened: $(tail -n 3 "$3")"
        sleep 0.1
    done
    fail "nothing listens on port $1: $(tail -n 3 "$3")"
}

make_certificates() {
    command -v openssl >/dev/null || fail "openssl is not installed"
    (
        cd "$dir" || exit
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "/CN=SIPp lab CA" || exit
        printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$name" >server.ext
        openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj "/CN=$name" || exit
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
    ) >"$dir/openssl.log" 2>&1 || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
    ca=$dir/ca.pem certificate=$dir/server.pem key=$dir/server.key
}

start_program() {
    if [ -z "$program" ]; then
        say "building fastsipalg"
        dotnet build "$root/src/FastSipAlg" -c Release -o "$dir/program" >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
        program=$dir/program/fastsipalg
    fi
    local run=("$program")
    case $program in *.dll) run=(dotnet "$program") ;; esac
    relay=127.0.0.1:$(free_port)
    cat >"$dir/fastsipalg.conf" <<CONF
config vpn certificate ca
    edit "Lab_CA"
        set ca "$ca"
    next
end
config vpn certificate local
    edit "Server_cert"
        set certificate "$certificate"
        set private-key "$key"
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
            set ssl-mode full
            set ssl-server-certificate "Server_cert"
            set ssl-auth-server "check-server"
        end
    next
end
config sip server
    edit "sipp"
        set address "${listen%:*}"
        set port ${listen##*:}
        set server-name "$name"
    next
end
config sip listener
    edit "phones"
        set address ${relay%:*}
        set port ${relay##*:}
        set server "sipp"
    next
end
CONF
    "${run[@]}" run --config "$dir/fastsipalg.conf" >"$dir/fastsipalg.log" 2>&1 &
    processes+=($!)
    wait_listening "${relay##*:}" $! "$dir/fastsipalg.log"
}

# Sets plain_relay and plain_listen: where SIPp connects, and listens, without TLS.
start_stunnel() {
    plain_relay=127.0.0.1:$(free_port)
    plain_listen=127.0.0.1:$(free_port)
    cat >"$dir/stunnel.conf" <<CONF
foreground = yes
pid =
syslog = no
debug = 4
socket = l:TCP_NODELAY=1
socket = r:TCP_NODELAY=1
TIMEOUTclose = 2
[phones]
client = yes
accept = $plain_relay
connect = $relay
sni = $name
checkHost = $name
CAfile = $ca
verifyChain = yes
[server]
accept = $listen
connect = $plain_listen
cert = $certificate
key = $key
CONF
    "$stunnel" "$dir/stunnel.conf" >"$dir/stunnel.log" 2>&1 &
    processes+=($!)
    wait_listening "${plain_relay##*:}" $! "$dir/stunnel.log"
    wait_listening "${listen##*:}" $! "$dir/stunnel.log"
}

# The last line of SIPp's statistics, by the name of its column.
statistic() { # statistic FILE COLUMN
    awk -F';' -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i } END { print (at && $at != "") ? $at : 0 }' "$1" 2>/dev/null
}

run_scenario() { # run_scenario NAME
    local scenario=$1 server phones ok=yes at to many=1
    [ "$connections" = one ] || many=n
    local options=(-nostdin -m "$calls" -trace_err -trace_stat -fd 1 -key domain "$name" -timeout "$timeout" -timeout_error -default_behaviors all,-bye)
    if [ $has_tls = yes ]; then
        at=$listen to=$relay
        options+=(-tls_cert "$certificate" -tls_key "$key" -tls_ca "$ca")
        local server_transport=l1 phone_transport=l$many
    else
        at=$plain_listen to=$plain_relay
        local server_transport=t1 phone_transport=t$many
    fi
    # A phone for each call: SIPp asks for room for all of them at once.
    [ "$connections" = one ] || options+=(-max_socket $((calls + 100)))

    sipp -sf "$here/$scenario-uas.xml" -t $server_transport -i "${at%:*}" -p "${at##*:}" "${options[@]}" \
        -error_file "$dir/$scenario-uas.err" -stf "$dir/$scenario-uas.csv" >"$dir/$scenario-uas.log" 2>&1 &
    server=$!
    processes+=("$server")
    wait_listening "${at##*:}" "$server" "$dir/$scenario-uas.log"
    sipp "$to" -sf "$here/$scenario-uac.xml" -t $phone_transport -i 127.0.0.1 -r "$rate" -l "$calls" "${options[@]}" \
        -error_file "$dir/$scenario-uac.err" -stf "$dir/$scenario-uac.csv" >"$dir/$scenario-uac.log" 2>&1 &
    phones=$!
    processes+=("$phones")
    wait "$phones" || ok=no

    # The server ends when it has seen as many calls; after a failure it would wait for the rest.
    if [ $ok = yes ]; then
        wait "$server" || ok=no
    else
        kill "$server" 2>/dev/null
        wait "$server" 2>/dev/null
    fi
    processes=("${processes[@]:0:${#processes[@]}-2}")

    local good bad
    good=$(statistic "$dir/$scenario-uac.csv" 'SuccessfulCall(C)')
    bad=$(statistic "$dir/$scenario-uac.csv" 'FailedCall(C)')
    # SIPp ends with 0 also when a limit of its own kept it from making all the calls.
    [ "$good" = "$calls" ] || ok=no
    say "$scenario: $good calls, $bad failed"
    if [ $ok = no ]; then
        for log in uac.log uac.err uas.log uas.err; do
            [ -s "$dir/$scenario-$log" ] && say "--- $scenario-$log" && tail -n 15 "$dir/$scenario-$log"
        done
        return 1
    fi
}

if [ -z "$relay" ]; then
    make_certificates
    listen=127.0.0.1:$(free_port)
    start_program
elif [ -z "$ca" ] || [ -z "$listen" ] || [ -z "$certificate" ] || [ -z "$key" ]; then
    usage >&2
    fail "--relay needs --ca, --listen, --certificate and --key"
fi
[ $has_tls = yes ] || start_stunnel
say "$(sipp -v 2>&1 | sed -n 's/^ *\(SIPp v[^ ]*[^. ]\).*/\1/p' | head -n 1), $([ $has_tls = yes ] && echo 'TLS by itself' || echo 'TLS by stunnel'), connections: $connections"
code=0
for scenario in "${scenarios[@]}"; do
    run_scenario "$scenario" || code=1
done
exit $code
