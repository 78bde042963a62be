#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Publishes the program as the README says and tries what came out: check, run until SIGTERM, demo. Needs openssl.
#
#   tools/check-publish.sh                            as it is shipped
#   tools/check-publish.sh -p:PublishReadyToRun=false any option of dotnet publish

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dir=$(mktemp -d)
process=
finish() {
    [ -z "$process" ] || kill "$process" 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
fail() { echo "check-publish: $*" >&2; exit 1; }

dotnet publish src/FastSipAlg -c Release -o "$dir/out" "$@" </dev/null
program=$dir/out/fastsipalg
[ -x "$program" ] || fail "there is no program fastsipalg in the output folder"

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/key.pem" -out "$dir/certificate.pem" -days 2 -subj /CN=sip.example.com \
    -addext subjectAltName=DNS:sip.example.com 2>"$dir/openssl.log" || fail "openssl: $(tail -n 1 "$dir/openssl.log")"
cat >"$dir/fastsipalg.conf" <<'CONF'
config vpn certificate local
    edit "Server_cert"
        set certificate "certificate.pem"
        set private-key "key.pem"
    next
end
config voip profile
    edit "default"
        config sip
            set ssl-server-certificate "Server_cert"
        end
    next
end
config sip server
    edit "pbx"
        set address "sip.example.com"
    next
end
config sip listener
    edit "phones"
        set address 127.0.0.1
        set port 0
        set server "pbx"
    next
end
CONF

"$program" check --config "$dir/fastsipalg.conf" || fail "check exits with $?"

"$program" run --config "$dir/fastsipalg.conf" >"$dir/run.log" 2>&1 &
process=$!
for _ in $(seq 300); do
    grep -q '^ready phones=127.0.0.1:' "$dir/run.log" && break
    kill -0 "$process" 2>/dev/null || fail "run ended: $(tail -n 3 "$dir/run.log")"
    sleep 0.1
done
grep '^ready phones=127.0.0.1:' "$dir/run.log" || fail "run is not ready after 30 s"
kill -TERM "$process"
wait "$process" || fail "run exits with $? after SIGTERM"
process=

"$program" demo --phones 2 --duration 1 >"$dir/demo.log" 2>&1 || fail "demo exits with $?: $(tail -n 3 "$dir/demo.log")"
grep -q ' 0 failures' "$dir/demo.log" || fail "demo had failures"
echo "check-publish: check, run and demo work."
