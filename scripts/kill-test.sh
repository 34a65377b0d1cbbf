#!/usr/bin/env bash
# Kills MeshLab with SIGKILL at random moments of runs on the demo clusters, starts it again each time, and checks that every run ends
# Succeeded, that no log line is lost or doubled, and that the database is sound. The runs deploy and tear down every way through every
# scenario, in turn. Usage: scripts/kill-test.sh [kills]
# MESHLAB_KILL_SEED repeats the moments of an earlier run.
set -euo pipefail
cd "$(dirname "$0")/.."
export MESHLAB_KILLS="${1:-20}"
dotnet build MeshLab.Tests -v q --nologo
exec dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.KillTests -showLiveOutput
