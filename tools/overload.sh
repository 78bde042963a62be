#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Twice as many requests as the relay can carry: finds the most answers in time (within 500 ms) that it gives at rising rates, three new requests to one inside a dialog, then offers twice that. Fails when
# answers in time become fewer than 90 % of the peak, one inside a dialog is refused, one is never answered, or it is not as before afterwards. Takes about two and a half minutes and two cores.
#
#   tools/overload.sh             the bar
#   tools/overload.sh --short     a minute, fewer phones: to try it
#   tools/overload.sh OPTION …    any option of sipload overload
#
# The relay has CPU 0; the load generator and the SIP server share CPU 1 and cost as much a request as the relay does. So once all phones are connected the relay gets a part of its CPU only: SHARE per cent
# (20), by a quota of a CPU cgroup, or where there is none to be had, by a competitor at a better priority.

set -euo pipefail
lab=overload
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

share=${SHARE:-20}
options=("$@")
default() { [[ " ${options[*]} " == *" $1 "* ]] || options+=("$1" "$2"); }
if [[ ${1:-} == --short ]]; then
    options=("${@:2}")
    default --connections 400
    default --settle 16
    default --duration 8
    default --step 1.4
    default --step-time 1
fi
default --connections 2000
default --duration 20
default --warm-up 6
default --first-rate 2000

(($(nproc) >= 2)) || fail "needs two cores"
ulimit -n 16384 2>/dev/null || fail "needs 16,384 files: raise the limit (ulimit -n)"
build

# Period and quota in µs: the shorter, the less it looks like pauses; the kernel takes no quota below a millisecond.
group=
limit_relay() {
    local quota=1000 period=$((100000 / share))
    if [[ -f /sys/fs/cgroup/cpu/cpu.cfs_quota_us ]] && mkdir "/sys/fs/cgroup/cpu/fastsipalg-$$" 2>/dev/null; then
        group=/sys/fs/cgroup/cpu/fastsipalg-$$
        echo "$period" >"$group/cpu.cfs_period_us" && echo "$quota" >"$group/cpu.cfs_quota_us" && echo "$relay_pid" >"$group/cgroup.procs"
    elif grep -qsw cpu /sys/fs/cgroup/cgroup.subtree_control && mkdir "/sys/fs/cgroup/fastsipalg-$$" 2>/dev/null; then
        group=/sys/fs/cgroup/fastsipalg-$$
        echo "$quota $period" >"$group/cpu.max" && echo "$relay_pid" >"$group/cgroup.procs"
    else
        renice -n 10 -p "$relay_pid" >/dev/null
        taskset -c 0 bash -c 'while :; do :; done' &
        processes+=($!)
        echo "overload: the relay has about 10 % of CPU 0, beside a competitor" >&2
        return
    fi

    echo "overload: the relay has $share % of CPU 0, by $group" >&2
}

clean_up() {
    finish
    [[ -z $group ]] || rmdir "$group" || true
}
trap clean_up EXIT

taskset -cp 1 $$ >/dev/null
on_relay=(taskset -c 0)
start_server 1

write_config "$server"
start_relay
"$dir/sipload/sipload" overload --target "$target" --server-name "$name" --relay fastsipalg --messages dialogs --go "$dir/go" "${options[@]}" 2>"$dir/sipload.log" &
load=$!
processes+=("$load")
tail -n +1 -f --pid="$load" "$dir/sipload.log" >&2 &
until grep -q '^standing' "$dir/sipload.log"; do
    kill -0 "$load" 2>/dev/null || fail "the load generator ended"
    sleep 0.1
done
limit_relay
touch "$dir/go"
code=0
wait "$load" || code=$?
grep ' overload: ' "$dir/relay.log" | tail -n 12 >&2 || true
exit "$code"
