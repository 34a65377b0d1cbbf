#!/usr/bin/env bash
# Publishes MeshLab (only then are static files compressed as well as they can be) and measures the dashboard in Chromium: size of the first page, Largest Contentful Paint, interaction delay, a checklist of 10,000 tasks, and
# memory of open browsers. Chromium is /usr/bin/chromium, or the one in MESHLAB_TEST_CHROMIUM. MESHLAB_BENCH_BROWSERS sets how many browsers are opened (100).
set -euo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
dotnet publish MeshLab.Web -c "$configuration" -o "$published" --nologo -v q
dotnet build MeshLab.Tests -c "$configuration" --nologo -v q
MESHLAB_BENCH=1 MESHLAB_TEST_WEB="$published/MeshLab.Web.dll" dotnet run -c "$configuration" --no-build --project MeshLab.Tests -- \
  -class MeshLab.Tests.Browser.WebPerformanceTests -showLiveOutput
echo "$(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), load $(cut -d' ' -f1 /proc/loadavg), .NET $(dotnet --version)"
