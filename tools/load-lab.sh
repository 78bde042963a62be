# SPDX-License-Identifier: MIT
#
# For scripts that watch the relay under load (tools/swap.sh, failover.sh, flood.sh, overload.sh, front.sh, soak.sh): builds it and the load generator, and starts SIP servers and the relay in a directory of their
# own, which goes with them.
# Source it after `set -euo pipefail`, with `lab` set to the script's name. Afterwards: $dir, and $name, which the SIP servers' certificate is for.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

name=sip.$lab.test
dir=$(mktemp -d)
processes=()
on_relay=() # put before the relay's command
finish() {
    ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
fail() { echo "$lab: $*" >&2; exit 2; }

# LOG PROCESS: waits for its line "ready".
wait_for() {
    for _ in $(seq 300); do
        ! grep -q '^ready' "$1" || return 0
        kill -0 "$2" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$1")"
        sleep 0.1
    done
    fail "not ready after 30 s: $(tail -n 3 "$1")"
}

# Everything that runs, and server.pem with server.key.
build() {
    echo "$lab: building" >&2
    dotnet publish src/FastSipAlg -c Release -o "$dir/publish" </dev/null >"$dir/build.log" 2>&1 || fail "publish: $(tail -n 5 "$dir/build.log")"
    dotnet build perf/FastSipAlg.LoadGenerator -c Release -o "$dir/sipload" </dev/null >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/server.key" -out "$dir/server.pem" -days 90 -subj "/CN=$name" \
        -addext "subjectAltName=DNS:$name" 2>"$dir/openssl.log" || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
}

# NUMBER: a SIP server; $server is its address then, $server_pid its process.
start_server() {
    local log=$dir/server$1.log
    "$dir/sipload/sipload" server --certificate "$dir/server.pem" --key "$dir/server.key" >"$log" 2>&1 &
    server_pid=$!
    processes+=("$server_pid")
    wait_for "$log" "$server_pid"
    server=$(sed -n 's/^ready //p' "$log")
}

# ADDRESS...: writes fastsipalg.conf for SIP servers there. Lines of its own for a script stand in $blocks, $server_options and $listener_options; without $own_certificate the phones' is the certificate store's.
blocks= server_options= listener_options=
own_certificate='set certificate "server.pem"
        set private-key "server.key"'
write_config() {
    cat >"$dir/fastsipalg.conf" <<CONF
$blocks
config vpn certificate ca
    edit "Lab_CA"
        set ca "server.pem"
    next
end
config vpn certificate local
    edit "Phones"
        $own_certificate
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
        set address $*
        set server-name "$name"
        $server_options
    next
end
config sip listener
    edit "phones"
        set address 127.0.0.1
        set port 0
        set server "stub"
        $listener_options
    next
end
CONF
}

# Has the relay's management endpoint, on a free port, in the configuration; $management is its URL then.
with_management() {
    local port=$((20000 + RANDOM % 10000))
    management=http://127.0.0.1:$port
    blocks+="config system management
    set port $port
    set drain-delay 0
end
"
}

# PATH: what the management endpoint says.
ask() { curl --silent --show-error --fail --max-time 10 "$management$1" || fail "the management endpoint does not answer to $1"; }

# The relay with fastsipalg.conf; $relay_pid is its process then, $target its listener's address.
start_relay() {
    "${on_relay[@]}" "$dir/publish/fastsipalg" run --config "$dir/fastsipalg.conf" >"$dir/relay.log" 2>&1 &
    relay_pid=$!
    processes+=("$relay_pid")
    wait_for "$dir/relay.log" "$relay_pid"
    target=$(sed -n 's/^ready phones=//p' "$dir/relay.log")
}

# SCENARIO OPTION...: loads the relay, and ends as the load generator did, with the end of the relay's log when that was not well.
load() {
    local code=0
    "$dir/sipload/sipload" "$1" --target "$target" --server-name "$name" --relay fastsipalg "${@:2}" || code=$?
    if ((code != 0)); then
        grep -v ' ended \(PhoneClosed\|Drained\) ' "$dir/relay.log" | tail -n 20 >&2
    fi
    return "$code"
}
