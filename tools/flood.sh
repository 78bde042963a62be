#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Established flows in a flood: 5,000 silent connections and 200 garbage ones a second for 30 s, from 100 addresses, three times. Fails when a request of the flows is lost, or their p99 is more than twice that in calm.
# The flood is made where a CPU has nothing else to do: it would come from other machines. Takes about five minutes.
#
#   tools/flood.sh                                  the bar, with the defaults of the listener's options
#   tools/flood.sh --short                          a quick look: 500 and 50 for 5 s, and the ratio is not judged
#   tools/flood.sh --quarantine enforce             sources of garbage are shed; or observe (the default), or off
#   tools/flood.sh --hellos 67                      besides, connections that begin with a whole ClientHello: each costs the relay a signature
#   tools/flood.sh --sources 1 --rate 5000 …        any option of sipload flood

set -euo pipefail
lab=flood
source "$(dirname "${BASH_SOURCE[0]}")/load-lab.sh"

quarantine=observe
short=no
options=()
while (($# > 0)); do
    case "$1" in
        --short) short=yes ;;
        --quarantine) quarantine=$2; shift ;;
        *) options+=("$1") ;;
    esac
    shift
done

# OPTION VALUE: unless it is given.
default() { [[ " ${options[*]} " == *" $1 "* ]] || options+=("$1" "$2"); }
if [[ $short == yes ]]; then
    default --silent 500
    default --garbage 50
    default --warm-up 2
    default --duration 5
    default --rounds 1
    default --max-ratio 0
fi
default --warm-up 15
default --duration 30

# The silent connections, those that rot, and the flows.
ulimit -n 16384 2>/dev/null || fail "needs 16,384 files: raise the limit (ulimit -n)"
build
start_server 1

listener_options="set quarantine $quarantine"
write_config "$server"
start_relay
code=0
load flood "${options[@]}" || code=$?
echo "quarantine $quarantine: $(grep -c ' is in quarantine ' "$dir/relay.log") sources entered it" >&2
exit "$code"
