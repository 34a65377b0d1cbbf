#!/usr/bin/env bash
# Builds MeshLab's container image for linux-x64: the published application with scenarios and documents, helm and kubectl, on Microsoft's chiseled
# ASP.NET Core image (no shell, no package manager, user 1654). Needs the .NET SDK and curl, no Docker.
#   scripts/build-image.sh --archive meshlab.tar               writes a file for `docker load`, `kind load image-archive` or `ctr images import`
#   scripts/build-image.sh --registry registry.example.com     pushes to a registry (credentials of `docker login` are used)
# MESHLAB_IMAGE_TAG names the tag (0.1.0), MESHLAB_IMAGE_TOOLS a folder that holds helm and kubectl already,
# MESHLAB_BASE_IMAGE another base image.
set -euo pipefail
cd "$(dirname "$0")/.."
helm_version=v4.1.4
kubectl_version=v1.35.2
tag=${MESHLAB_IMAGE_TAG:-0.1.0}

case "${1:-}" in
  --archive) target=(-p:ContainerArchiveOutputPath="$(realpath -m "${2:?a file is missing after --archive}")") ;;
  --registry) target=(-p:ContainerRegistry="${2:?a registry is missing after --registry}") ;;
  *) sed -n '2,8s/^# \?//p' "$0"; exit 2 ;;
esac

tools=${MESHLAB_IMAGE_TOOLS:-}
if [ -z "$tools" ]; then
  tools=$(mktemp -d)
  trap 'rm -rf "$tools"' EXIT
  curl -fsSL "https://get.helm.sh/helm-$helm_version-linux-amd64.tar.gz" -o "$tools/helm.tar.gz"
  echo "$(curl -fsSL "https://get.helm.sh/helm-$helm_version-linux-amd64.tar.gz.sha256sum" | cut -d' ' -f1)  $tools/helm.tar.gz" | sha256sum --check --quiet
  tar -xzf "$tools/helm.tar.gz" -C "$tools" --strip-components=1 linux-amd64/helm
  curl -fsSL "https://dl.k8s.io/release/$kubectl_version/bin/linux/amd64/kubectl" -o "$tools/kubectl"
  echo "$(curl -fsSL "https://dl.k8s.io/release/$kubectl_version/bin/linux/amd64/kubectl.sha256")  $tools/kubectl" | sha256sum --check --quiet
fi
chmod +x "$tools/helm" "$tools/kubectl"

dotnet publish MeshLab.Web -c Release -r linux-x64 --self-contained false -v quiet --nologo /t:PublishContainer -p:NuGetLockFilePath=obj/image.lock.json \
  -p:MeshLabImageTools="$tools" -p:ContainerImageTag="$tag" ${MESHLAB_BASE_IMAGE:+-p:ContainerBaseImage="$MESHLAB_BASE_IMAGE"} "${target[@]}"
echo "meshlab:$tag is in ${2}"
