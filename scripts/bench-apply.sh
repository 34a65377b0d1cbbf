#!/usr/bin/env bash
# Applies 500 objects by MeshLab's client and by kubectl apply --server-side, and runs 100 steps without work. On the demo cluster, or on the
# cluster of the kubeconfig in MESHLAB_TEST_KUBECONFIG. kubectl is found on the PATH or in MESHLAB_TEST_TOOLS.
set -eu
cd "$(dirname "$0")/.."
dotnet build MeshLab.Tests -c Release --nologo -v q
MESHLAB_BENCH=1 dotnet run -c Release --no-build --project MeshLab.Tests -- -class MeshLab.Tests.Runs.Benchmarks.ApplyBenchmark -class MeshLab.Tests.Runs.Benchmarks.StepOverheadBenchmark -parallel none -showLiveOutput "$@"
