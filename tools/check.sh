#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The one gate: restore, build without warnings, format, allocations against their baselines, all tests. The last line is the sum: "N passed, N failed[, N skipped]".
# Exit code 0 when at least one test ran and nothing failed. CI runs the same line.
#
#   tools/check.sh                  everything
#   tools/check.sh --quick          without the end-to-end tests
#   tools/check.sh --accept-seams   writes the public types as they are now to tests/FastSipAlg.Architecture.Tests/Seams

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

usage() { sed -n '/^#   /s/^# *//p' "${BASH_SOURCE[0]}"; }

projects=(FastSipAlg.Architecture.Tests FastSipAlg.Tests FastSipAlg.EndToEnd.Tests)
filter=()
check_format=1
check_allocations=1
for argument in "$@"; do
    case "$argument" in
        --quick) projects=(FastSipAlg.Architecture.Tests FastSipAlg.Tests) ;;
        --accept-seams)
            projects=(FastSipAlg.Architecture.Tests)
            filter=(--filter 'FullyQualifiedName~SeamTests')
            check_format=0
            check_allocations=0
            export FASTSIPALG_ACCEPT_SEAMS=1
            ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; echo "Unknown option: $argument" >&2; exit 2 ;;
    esac
done

# Nothing may outlive this script: a build node that does keeps its caller's output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export DOTNET_CLI_UI_LANGUAGE=en
configuration=Release
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

passed=0
failed=0
skipped=0

finish() {
    echo
    if ((skipped > 0)); then
        echo "$passed passed, $failed failed, $skipped skipped"
    else
        echo "$passed passed, $failed failed"
    fi
    ((failed == 0 && passed > 0))
    exit
}

# A step that is no test but must succeed. What it prints goes to the screen.
step() {
    local name=$1
    shift
    echo "== $name"
    "$@" </dev/null
}

# Numbers of a .trx file: counter NAME FILE.
counter() { sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# Skipped tests and their reasons, one a line.
skip_reasons() {
    { tr -d '\r' <"$1" | tr '\n' ' '; echo; } | sed 's/<UnitTestResult /\n&/g' \
        | sed -n '/outcome="NotExecuted"/s/.*testName="\([^"]*\)".*<Message>\([^<]*\)<\/Message>.*/  skipped: \1: \2/p' \
        | sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&apos;/'"'"'/g; s/&amp;/\&/g'
}

run_tests() {
    local project=$1 trx="$results/$1.trx" code total executed passed_here failed_here
    total=0
    echo "== tests/$project"
    # A test that hangs for five minutes is named and its host ended; the outer limit is for a host that cannot even do that.
    timeout --kill-after=30s 20m dotnet test "tests/$project" --configuration "$configuration" --no-build \
        --results-directory "$results" --logger "trx;LogFileName=$project.trx" \
        --blame-hang --blame-hang-timeout 5m --blame-hang-dump-type none "${filter[@]}" </dev/null
    code=$?

    passed_here=0
    failed_here=0
    if [[ -f $trx ]]; then
        total=$(counter total "$trx")
        executed=$(counter executed "$trx")
        passed_here=$(counter passed "$trx")
        passed_here=${passed_here:-0}
        # Skipped tests are in "total" and not in "executed"; whatever was executed and did not pass, failed.
        failed_here=$((${executed:-0} - passed_here))
        skipped=$((skipped + ${total:-0} - ${executed:-0}))
        skip_reasons "$trx"
    fi

    if ((${total:-0} == 0)); then
        echo "tests/$project: no test ran."
        failed_here=1
    fi

    # A host that crashed or was ended has no failed test to show for it.
    if ((code != 0 && failed_here == 0)); then
        echo "tests/$project: the test run itself failed (exit code $code)."
        failed_here=1
    fi

    passed=$((passed + passed_here))
    failed=$((failed + failed_here))
}

if ! step "restore" dotnet restore FastSipAlg.sln \
    || ! step "build" dotnet build FastSipAlg.sln --configuration "$configuration" --no-restore -warnaserror -warnnotaserror:NU1900 -clp:NoSummary; then
    failed=1
    finish
fi

if ((check_format)) && ! step "format" dotnet format FastSipAlg.sln --verify-no-changes --no-restore; then
    echo "Not formatted; cure: dotnet format FastSipAlg.sln"
    failed=$((failed + 1))
fi

microbenchmarks="perf/FastSipAlg.Microbenchmarks/bin/$configuration/net10.0/FastSipAlg.Microbenchmarks.dll"
if ((check_allocations)) && ! step "allocations" dotnet "$microbenchmarks" --check; then
    failed=$((failed + 1))
fi

for project in "${projects[@]}"; do
    run_tests "$project"
done

finish
