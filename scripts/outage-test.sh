#!/usr/bin/env bash
# Stops PostgreSQL in the middle of a run, in order and as by a crash, with a browser open on the run, starts it again, and checks that health, API and
# pages say so meanwhile, that the run ends Succeeded, that each of its steps succeeded once, and that no log line is lost or doubled. Does the same in the
# middle of an experiment and checks that each of its cells is measured once. Needs PostgreSQL's programs and Chromium (Debian: apt-get install postgresql
# chromium). Usage: scripts/outage-test.sh [seconds]
set -euo pipefail
cd "$(dirname "$0")/.."
export MESHLAB_DATABASE_OUTAGE_SECONDS="${1:-20}"
dotnet build MeshLab.Tests -v q --nologo
exec dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.Faults.DatabaseOutageTests -class MeshLab.Tests.Experiments.ExperimentOutageTests -maxThreads 1 -showLiveOutput
