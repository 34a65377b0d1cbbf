#!/usr/bin/env bash
# Fuzzes every parser for so many seconds altogether (default 300), with inputs that differ each time. What is found lies in the folder named last.
set -euo pipefail
cd "$(dirname "$0")/.."
found=${2:-$(mktemp -d)}
dotnet build MeshLab.Tests --nologo -v q
echo "Inputs that are answered wrongly are kept in $found; now-* is what a parser was reading when the process ended."
MESHLAB_FUZZ_SECONDS=${1:-300} MESHLAB_TEST_ARTIFACTS=$found dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Fuzzing.ParserFuzzTests -showLiveOutput
