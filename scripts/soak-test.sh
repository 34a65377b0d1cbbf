#!/usr/bin/env bash
# A day's readings, runs, pages and API calls at a hundred times their pace (15 minutes), with memory on the way. Usage: scripts/soak-test.sh [hours]
set -euo pipefail
cd "$(dirname "$0")/.."
published=$(mktemp -d)
trap 'rm -rf "$published"' EXIT
dotnet publish MeshLab.Web -c Release -o "$published" --nologo -v q
dotnet build MeshLab.Tests -c Release --nologo -v q
MESHLAB_SOAK_HOURS=${1:-24} MESHLAB_TEST_WEB="$published/MeshLab.Web.dll" dotnet run -c Release --no-build --project MeshLab.Tests -- \
  -class MeshLab.Tests.Load.SoakTests -showLiveOutput
