#!/usr/bin/env bash
# 10, 50 and 200 browsers that watch a run's live log while 20 API clients ask four times a second each: errors, 50th and 99th percentiles, memory, and how they
# grow. A browser is a real page over HTTP and a real WebSocket to its circuit, without the drawing, so that 200 of them fit on the machine that is measured.
set -euo pipefail
cd "$(dirname "$0")/.."
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
dotnet publish MeshLab.Web -c Release -o "$published" --nologo -v q
dotnet build MeshLab.Tests -c Release --nologo -v q
MESHLAB_BENCH=1 MESHLAB_TEST_WEB="$published/MeshLab.Web.dll" dotnet run -c Release --no-build --project MeshLab.Tests -- \
  -method MeshLab.Tests.Load.LoadTests.LiveLog_ForTwoHundredBrowsersAndTwentyClients_IsRecorded -showLiveOutput
echo "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), load $(cut -d' ' -f1 /proc/loadavg), .NET $(dotnet --version)"
