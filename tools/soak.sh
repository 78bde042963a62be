#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# An hour of moderate load: 100 flows that talk at 500 requests a second, and 20 connections a second that come and go in every way there is (sipload churn): failing handshakes, resets, half-open peers, and
# peers that do not read. Flows, legs, handshakes under way, open files and memory are read after a warm-up with the same load and at the end, each time when the load has left and the heap was
# collected. PASS: nothing of the good load was lost, all of them are back at their start, and memory is within 10 % of it.
#
#   tools/soak.sh                       the bar
#   tools/soak.sh --minutes 1           a check of the script itself
#   tools/soak.sh --rate 2000 --churn 50 --connections 500

set -euo pipefail
lab=soak
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

minutes=60 connections=100 rate=500 churn=20
while (($# > 0)); do
    case $1 in
        --minutes) minutes=$2 ;;
        --connections) connections=$2 ;;
        --rate) rate=$2 ;;
        --churn) churn=$2 ;;
        *) fail "what is $1? --minutes, --connections, --rate, --churn" ;;
    esac
    shift 2
done

readonly growth_percent=10
warm_up=$((minutes < 10 ? 20 : 180))

build
start_server 1

blocks="config system settings
    set certificate-check-interval 0
end
"
with_management
listener_options="set handshake-timeout 5
        set first-message-timeout 5
        set message-timeout 5
        set idle-timeout 15"
write_config "$server"
start_relay

metric() { awk -v name="$1" 'index($0, name) == 1 && substr($0, length(name) + 1, 1) ~ /[ {]/ { sum += $NF } END { printf "%.0f", sum }' "$dir/metrics"; }

# Reads every gauge: $flows $legs $handshakes $server_legs $files $threads $memory (KiB).
look() {
    ask /metrics >"$dir/metrics"
    flows=$(metric fastsipalg_flows) legs=$(metric fastsipalg_legs) server_legs=$(metric fastsipalg_server_connections)
    handshakes=$(($(ask '/api/v1/flows?state=Handshake&limit=1' | grep -o '"found":[0-9]*' | cut -d: -f2) + $(ask '/api/v1/flows?state=AwaitingTurn&limit=1' | grep -o '"found":[0-9]*' | cut -d: -f2)))
    files=$(find "/proc/$relay_pid/fd" -mindepth 1 | wc -l) threads=$(find "/proc/$relay_pid/task" -mindepth 1 -maxdepth 1 | wc -l)
    memory=$(($(metric fastsipalg_process_memory_bytes) / 1024))
}

show() {
    printf '%-10s %6s %6s %6s %12s %7s %8s %8s.%d\n' "$1" "$flows" "$legs" "$server_legs" "$handshakes" "$files" "$threads" $((memory / 1024)) $((memory % 1024 * 10 / 1024))
}

# SECONDS: the load, and every minute a line of what it does to the relay.
load() {
    "$dir/sipload/sipload" steady --target "$target" --server-name "$name" --connections "$connections" --rate "$rate" --duration "$1" >"$dir/steady.json" 2>"$dir/steady.log" &
    local steady=$! began=$SECONDS code=0
    processes+=("$steady")
    "$dir/sipload/sipload" churn --target "$target" --server-name "$name" --rate "$churn" --duration "$1" >"$dir/churn.json" 2>"$dir/churn.log" &
    local churning=$!
    processes+=("$churning")
    while kill -0 "$steady" 2>/dev/null; do
        sleep 10
        if (((SECONDS - began) / 60 > (SECONDS - began - 10) / 60)); then
            look
            show "$(((SECONDS - began) / 60)) min"
        fi
    done
    wait "$steady" || code=$?
    ((code == 0)) || lost+="of the flows that talk: $(cat "$dir/steady.log" "$dir/steady.json" | tail -n 1); "
    wait "$churning" || lost+="of those that come and go: $(tail -n 1 "$dir/churn.log"); "
}

# Until no flow is left, at most a minute; then what is garbage is collected, and a reading made.
settle() {
    for _ in $(seq 60); do
        look
        ((flows > 0)) || break
        sleep 1
    done
    "$dir/publish/fastsipalg" reload --config "$dir/fastsipalg.conf" >/dev/null || fail "no reload: $(tail -n 3 "$dir/relay.log")"
    sleep 5
    look
}

lost=
printf '%-10s %6s %6s %6s %12s %7s %8s %10s\n' "" flows legs "to SIP" handshaking files threads "memory MiB"
load "$warm_up"
settle
show start
read -r start_flows start_legs start_server_legs start_handshakes start_files start_memory <<<"$flows $legs $server_legs $handshakes $files $memory"
load $((minutes * 60))
settle
show end

echo
cat "$dir/churn.log"
echo "end reasons:"
grep -o ' ended [A-Za-z]*' "$dir/relay.log" | sort | uniq -c | sort -rn

verdict=PASS
check() {
    if (($2 > $3)); then
        echo "FAIL: $1: $2 at the end, at most $3 expected"
        verdict=FAIL
    fi
}
check flows "$flows" "$start_flows"
check legs "$legs" "$start_legs"
check "legs to the SIP server" "$server_legs" "$start_server_legs"
check "handshakes under way" "$handshakes" "$start_handshakes"
check "open files" "$files" "$((start_files + 2))"
check "memory (KiB)" "$memory" $((start_memory + start_memory * growth_percent / 100))
if [[ -n $lost ]]; then
    echo "FAIL: lost: $lost"
    verdict=FAIL
fi

echo "$verdict: $minutes min; memory $((start_memory / 1024)) MiB at the start, $((memory / 1024)) MiB at the end"
[[ $verdict == PASS ]]
