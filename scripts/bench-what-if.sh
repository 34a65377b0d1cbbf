#!/usr/bin/env bash
# Presses keys on a slider of the Compare page in Chromium and prints how long each answer takes, from the key to the changed page.
# Builds in Release. Usage: scripts/bench-what-if.sh
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build MeshLab.Tests -c Release -v q --nologo
exec dotnet run -c Release --no-build --project MeshLab.Tests -- -method MeshLab.Tests.Browser.CompareTests.WhatIf_KeyOnASlider_IsAnsweredSoonEnoughToFollow -showLiveOutput
