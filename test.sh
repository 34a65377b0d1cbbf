#!/usr/bin/env bash
# Builds MeshLab and runs every test. Needs the .NET SDK only; tests that need more (Chromium, kubectl, helm, a real cluster) are skipped
# where it is missing and say how to get it. Arguments go to the test runner, e.g. ./test.sh -class MeshLab.Tests.Roadmap.ParserTests
set -euo pipefail
cd "$(dirname "$0")"

log=$(mktemp)
trap 'rm -f "$log"' EXIT

dotnet build MeshLab.sln --nologo -v quiet

status=0
# Many tests wait for clusters and processes, so twice as many as there are cores run at a time.
NO_COLOR=1 dotnet run --no-build --project MeshLab.Tests -- -nocolor -maxThreads 2x "$@" 2>&1 | tee "$log" || status=$?

# "Total: 12, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0, Time: 3.8s"
summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -n 1 || true)
number() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
if [ -z "$summary" ]; then
  echo "The tests did not finish (exit code $status)."
  echo "0 passed, 1 failed"
  exit 1
fi

failed=$(($(number Failed) + $(number Errors)))
skipped=$(number Skipped)
passed=$(($(number Total) - $(number Failed) - skipped - $(number 'Not Run')))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
