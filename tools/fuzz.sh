#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Feeds one part with octets that nobody sends, and says how many inputs ran and what was found. Seeds: tests/corpus. Priority: the lowest.
#
#   tools/fuzz.sh --list                    the targets
#   tools/fuzz.sh TARGET|all [N]            N executions (default 100000) with our own driver, guided by coverage
#   tools/fuzz.sh --seed S TARGET [N]       other random numbers, so other inputs (default 1)
#   tools/fuzz.sh --afl TARGET [N]          N executions with AFL++ (afl-fuzz) as the driver
#   tools/fuzz.sh --replay TARGET FILE...   what happens with these inputs
#   tools/fuzz.sh --no-build ...            with what the last call built
#
# The parts are instrumented with SharpFuzz, in a copy below artifacts/fuzz; findings are written to artifacts/fuzz/findings.
# Exit code 0: nothing was found. 1: something was. 2: it could not be tried. 3: an input took for ever; it is the .last file.

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

usage() { sed -n '/^# Feeds/,/^# Exit/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
output=artifacts/fuzz
program=$output/bin/FastSipAlg.Fuzz.dll
# What is judged; the driver itself and what it needs stays as it was built.
instrumented=(FastSipAlg.Sip.dll FastSipAlg.Configuration.dll FastSipAlg.Transport.dll)

mode=own
seed=1
build=1
while (($# > 0)); do
    case "$1" in
        --list) mode=list ;;
        --afl) mode=afl ;;
        --replay) mode=replay ;;
        --no-build) build=0 ;;
        --seed) seed=${2:?--seed needs a number}; shift ;;
        -h | --help) usage; exit 0 ;;
        -*) usage >&2; echo "Unknown option: $1" >&2; exit 2 ;;
        *) break ;;
    esac
    shift
done

prepare() {
    rm -rf "$output/bin"
    dotnet publish tests/FastSipAlg.Fuzz --configuration Release --output "$output/bin" --verbosity quiet -clp:NoSummary || return 1
    dotnet tool restore >/dev/null || return 1
    local assembly
    for assembly in "${instrumented[@]}"; do
        dotnet tool run sharpfuzz "$output/bin/$assembly" || return 1
    done
}

with_own_driver() { nice -n 19 dotnet "$program" run "$1" --executions "$2" --seed "$seed" --findings "$output/findings"; }

with_afl() {
    local target=$1 executions=$2 folder=$output/afl/$1 stats found
    if ! command -v afl-fuzz >/dev/null; then
        echo "afl-fuzz is missing; cure: apt-get install afl++" >&2
        return 2
    fi

    rm -rf "$folder"
    dotnet "$program" seeds "$target" "$folder/seeds" || return 2
    # The program is no binary that AFL could look into, the CPU's frequency is the machine's matter, and cores are shared.
    AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 \
        nice -n 19 afl-fuzz -i "$folder/seeds" -o "$folder" -t 10000 -m none -E "$executions" dotnet "$program" afl "$target" >"$folder/log" 2>&1
    stats=$folder/default/fuzzer_stats
    if [[ ! -f $stats ]]; then
        tail -n 20 "$folder/log" >&2
        return 2
    fi

    found=$(awk '$1 ~ /^saved_(crashes|hangs)$/ {n += $3} END {print n + 0}' "$stats")
    awk -v target="$target" -v found="$found" \
        '{v[$1] = $3} END {printf "%s: %d executions by AFL++ in %d s (%d/s), %d inputs kept, %d edges covered; %d findings\n", target, v["execs_done"], v["run_time"], v["execs_per_sec"], v["corpus_count"], v["edges_found"], found}' "$stats"
    ((found == 0))
}

if ((build)) && ! prepare; then
    exit 2
fi

case "$mode" in
    list) exec dotnet "$program" list ;;
    replay) exec dotnet "$program" replay "$@" ;;
esac

if (($# < 1 || $# > 2)); then
    usage >&2
    exit 2
fi

targets=("$1")
if [[ $1 == all ]]; then
    mapfile -t targets < <(dotnet "$program" list)
fi

worst=0
for target in "${targets[@]}"; do
    "with_$([[ $mode == afl ]] && echo afl || echo own_driver)" "$target" "${2:-100000}"
    code=$?
    ((worst = code > worst ? code : worst))
done
exit "$worst"
