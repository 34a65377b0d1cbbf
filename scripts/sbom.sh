#!/usr/bin/env bash
# Writes a software bill of materials of what MeshLab passes on, in CycloneDX's JSON format: every package of MeshLab.Web and of what it depends on, with
# version, hash and licence. Needs the .NET SDK only. Usage: scripts/sbom.sh [FILE], by default artifacts/meshlab.cdx.json
set -euo pipefail
cd "$(dirname "$0")/.."
file=${1:-artifacts/meshlab.cdx.json}
mkdir -p "$(dirname "$file")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool restore >/dev/null
dotnet restore MeshLab.Web --locked-mode -v quiet
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
dotnet tool run dotnet-CycloneDX MeshLab.Web/MeshLab.Web.csproj --disable-package-restore --exclude-dev \
  --set-name MeshLab --set-version "$version" --set-type Application \
  --output-format Json --output "$(dirname "$file")" --filename "$(basename "$file")"
