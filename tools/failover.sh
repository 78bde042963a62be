#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# One of two SIP servers is killed (kill -9) under load: of the connections that begin afterwards none may be lost, and each must be answered within the relay's connect-timeout, 10 s.
# Prints the slowest of them, and fails when one was not answered. Takes about half a minute.
#
#   tools/failover.sh                                   the bar
#   tools/failover.sh --handshakes 200 --duration 30 …  any option of sipload failover

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

options=("$@")
[[ " $* " == *" --duration "* ]] || options+=(--duration 10)
dir=$(mktemp -d)
processes=()
finish() {
    ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
fail() { echo "failover: $*" >&2; exit 2; }

# LOG PROCESS: waits for its line "ready".
wait_for() {
    for _ in $(seq 300); do
        ! grep -q '^ready' "$1" || return 0
        kill -0 "$2" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$1")"
        sleep 0.1
    done
    fail "not ready after 30 s: $(tail -n 3 "$1")"
}

name=sip.failover.test
echo "failover: building" >&2
dotnet publish src/FastSipAlg -c Release -o "$dir/publish" </dev/null >"$dir/build.log" 2>&1 || fail "publish: $(tail -n 5 "$dir/build.log")"
dotnet build perf/FastSipAlg.LoadGenerator -c Release -o "$dir/sipload" </dev/null >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/server.key" -out "$dir/server.pem" -days 90 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" 2>"$dir/openssl.log" || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
servers=()
for number in 1 2; do
    "$dir/sipload/sipload" server --certificate "$dir/server.pem" --key "$dir/server.key" >"$dir/server$number.log" 2>&1 &
    processes+=($!)
    wait_for "$dir/server$number.log" $!
    servers+=("$(sed -n 's/^ready //p' "$dir/server$number.log")")
done

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
        set address "${servers[0]}" "${servers[1]}"
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
"$dir/publish/fastsipalg" run --config "$dir/fastsipalg.conf" >"$dir/relay.log" 2>&1 &
relay=$!
processes+=("$relay")
wait_for "$dir/relay.log" "$relay"

code=0
"$dir/sipload/sipload" failover --target "$(sed -n 's/^ready phones=//p' "$dir/relay.log")" --server-name "$name" --relay fastsipalg --victim-pid "${processes[0]}" \
    "${options[@]}" || code=$?
if ((code != 0)); then
    grep -v ' ended \(PhoneClosed\|Drained\) ' "$dir/relay.log" | tail -n 20 >&2
fi
exit $code
