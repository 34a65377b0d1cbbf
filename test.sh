#!/usr/bin/env bash
# Builds MeshLab and runs every test. Needs the .NET SDK only; tests that need more (Chromium, kubectl, helm, a real cluster) are skipped
# where it is missing and say how to get it. Arguments go to the test runner, e.g. ./test.sh -class MeshLab.Tests.Roadmap.ParserTests
# Tests that fail run once more with nothing beside them: those that fail again have failed, those that pass are named as unstable.
set -euo pipefail
cd "$(dirname "$0")"

# More failures than this are no matter of a busy machine.
most_to_repeat=${MESHLAB_TEST_REPEATS:-12}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

dotnet build MeshLab.sln --nologo -v quiet

# Processes of tests live for seconds and spend them compiling: that is cheaper without measuring where optimising would pay, and without mapping code twice.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0

# run NAME ARGUMENTS...: runs tests and keeps what they print under that name.
run() {
  local log=$folder/$1.log
  shift
  NO_COLOR=1 dotnet run --no-build --project MeshLab.Tests -- -nocolor "$@" 2>&1 | tee "$log"
}

# number NAME WORD: a number of the summary, which is like "Total: 12, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0, Time: 3.8s".
number() {
  grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$folder/$1.log" | tail -n 1 | sed -nE "s/.*$2: ([0-9]+).*/\1/p"
}

finished() { [ -n "$(number "$1" Total)" ]; }

# The methods that failed; of a theory it is the method, not the case.
failures() { sed -nE 's/^ +(MeshLab\.[A-Za-z0-9_.+]+).* \[FAIL\]$/\1/p' "$folder/$1.log" | sort -u; }

status=0
# Many tests wait for clusters and processes, so three times as many as there are cores run at a time.
run all -maxThreads 3x "$@" || status=$?
if ! finished all; then
  echo "The tests did not finish (exit code $status)."
  echo "0 passed, 1 failed"
  exit 1
fi

failed=$(($(number all Failed) + $(number all Errors)))
mapfile -t methods < <(failures all)
if [ "$failed" -gt 0 ] && [ "$(number all Errors)" -eq 0 ] && [ ${#methods[@]} -gt 0 ] && [ ${#methods[@]} -le "$most_to_repeat" ]; then
  echo "=== Once more, alone: ${methods[*]}"
  arguments=()
  for method in "${methods[@]}"; do
    arguments+=(-method "$method")
  done

  status=0
  run again -maxThreads 1 "${arguments[@]}" || status=$?
  if finished again; then
    failed=$(($(number again Failed) + $(number again Errors)))
    unstable=$(comm -23 <(failures all) <(failures again))
    [ -z "$unstable" ] || printf 'Unstable, failed beside others and passed alone:\n%s\n' "$unstable"
    [ "$failed" -eq 0 ] || printf 'Failed twice:\n%s\n' "$(failures again)"
  fi
elif [ "$failed" -gt 0 ]; then
  printf 'Failed:\n%s\n' "${methods[@]}"
fi

skipped=$(number all Skipped)
passed=$(($(number all Total) - failed - skipped - $(number all 'Not Run')))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
