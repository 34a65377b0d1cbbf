#!/usr/bin/env bash
# Kills MeshLab with SIGKILL at random moments of istio-tutorial runs on the demo cluster, starts it again each time, and checks that
# every run ends Succeeded, that no log line is lost or doubled, and that the database is sound. Usage: scripts/kill-test.sh [kills]
# MESHLAB_KILL_SEED repeats the moments of an earlier run.
set -euo pipefail
cd "$(dirname "$0")/.."
export MESHLAB_KILLS="${1:-20}"
dotnet build MeshLab.Tests -v q --nologo
exec dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.KillTests -showLiveOutput
