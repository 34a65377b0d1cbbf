#!/usr/bin/env bash
# Writes THIRD-PARTY-NOTICES.md from the lock files and from what each package says of its licence. Run it after packages changed, and look at the difference.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build MeshLab.Tests -v q --nologo
MESHLAB_WRITE_NOTICES=1 dotnet run --no-build --project MeshLab.Tests -- -class MeshLab.Tests.SupplyChain.ThirdPartyNoticesTests
git --no-pager diff --stat -- THIRD-PARTY-NOTICES.md
