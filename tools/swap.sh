#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Certificate swaps under load: 2,000 flows that talk, 200 handshakes a second, 200 reloads by SIGHUP, each with a certificate that is new. Fails when a flow or a request is lost, a handshake fails, or
# resident memory after the last reload is more than 5 % above that after the 20th. Takes about three minutes and both cores of a small machine.
#
#   tools/swap.sh                                       the bar
#   tools/swap.sh --connections 100 --swaps 30 …        any option of sipload swap

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

options=("$@")
[[ " $* " == *" --connections "* ]] || options+=(--connections 2000)
[[ " $* " == *" --warm-up "* ]] || options+=(--warm-up 10)
dir=$(mktemp -d)
processes=()
finish() {
    ((${#processes[@]} == 0)) || kill "${processes[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
fail() { echo "swap: $*" >&2; exit 2; }

# LOG PROCESS: waits for its line "ready".
wait_for() {
    for _ in $(seq 300); do
        ! grep -q '^ready' "$1" || return 0
        kill -0 "$2" 2>/dev/null || fail "ended before it was ready: $(tail -n 3 "$1")"
        sleep 0.1
    done
    fail "not ready after 30 s: $(tail -n 3 "$1")"
}

# Two sockets a flow, and the generator's.
ulimit -n 16384 2>/dev/null || fail "needs 16,384 files: raise the limit (ulimit -n)"
name=sip.swap.test
echo "swap: building" >&2
dotnet publish src/FastSipAlg -c Release -o "$dir/publish" </dev/null >"$dir/build.log" 2>&1 || fail "publish: $(tail -n 5 "$dir/build.log")"
dotnet build perf/FastSipAlg.LoadGenerator -c Release -o "$dir/sipload" </dev/null >"$dir/build.log" 2>&1 || fail "build: $(tail -n 5 "$dir/build.log")"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/server.key" -out "$dir/server.pem" -days 90 -subj "/CN=$name" \
    -addext "subjectAltName=DNS:$name" 2>"$dir/openssl.log" || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
mkdir -m 700 "$dir/certificates"
(umask 077 && cat "$dir/server.pem" "$dir/server.key" >"$dir/certificates/Phones.pem")

"$dir/sipload/sipload" server --certificate "$dir/server.pem" --key "$dir/server.key" >"$dir/server.log" 2>&1 &
processes+=($!)
wait_for "$dir/server.log" $!
server=$(sed -n 's/^ready //p' "$dir/server.log")

cat >"$dir/fastsipalg.conf" <<CONF
config system settings
    set certificate-check-interval 0
end
config vpn certificate ca
    edit "Lab_CA"
        set ca "server.pem"
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
        set address "$server"
        set server-name "$name"
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
"$dir/sipload/sipload" swap --target "$(sed -n 's/^ready phones=//p' "$dir/relay.log")" --server-name "$name" --relay fastsipalg --relay-pid "$relay" \
    --certificate "$dir/certificates/Phones.pem" "${options[@]}" || code=$?
if ((code != 0)); then
    grep -v ' ended \(PhoneClosed\|Drained\) ' "$dir/relay.log" | tail -n 20 >&2
fi
exit $code
