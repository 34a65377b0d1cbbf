#!/usr/bin/env bash
# Benchmarks of the measurement store and the collector, in ratios: a build, then about two minutes on two quiet cores, and 3 GB of disk.
# With prometheus and promtool in /usr/bin, the 30-day chart is compared with Prometheus on the same data.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build MeshLab.Tests -c Release --nologo -v q
MESHLAB_BENCH=1 timeout 600 dotnet run -c Release --no-build --project MeshLab.Tests -- \
  -class MeshLab.Tests.Measurements.Benchmarks.ChartBenchmark -class MeshLab.Tests.Measurements.Benchmarks.CollectorBenchmark \
  -class MeshLab.Tests.Measurements.Benchmarks.IngestBenchmark -parallel none -showLiveOutput
echo "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), load $(cut -d' ' -f1 /proc/loadavg), .NET $(dotnet --version)"
