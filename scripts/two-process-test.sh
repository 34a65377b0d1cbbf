#!/usr/bin/env bash
# Runs two MeshLab processes on one PostgreSQL database, asks either for runs on the demo clusters of a third, kills one of the two with SIGKILL at
# random moments and starts it again, and checks that every run ends Succeeded, that each of its steps succeeded once, and that no log line is lost or
# doubled; then the same with experiments, of which each cell is to be measured once. Needs PostgreSQL's programs (Debian: apt-get install postgresql). Usage: scripts/two-process-test.sh [kills]
# MESHLAB_KILL_SEED repeats the moments of an earlier run.
set -euo pipefail
cd "$(dirname "$0")/.."
export MESHLAB_TWO_PROCESS_KILLS="${1:-20}"
dotnet build MeshLab.Tests -v q --nologo
exec dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.TwoProcessTests -class MeshLab.Tests.Experiments.TwoProcessExperimentTests -maxThreads 1 -showLiveOutput
