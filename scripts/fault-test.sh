#!/usr/bin/env bash
# Runs the Istio tutorial through each fault of an API server, and every scenario through all of them in turn, on the demo clusters.
set -eu
cd "$(dirname "$0")/.."
dotnet build MeshLab.Tests --nologo -v q
MESHLAB_FAULTS=1 dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.Faults.FaultTests "$@"
