#!/usr/bin/env bash
# Measures how long MeshLab takes from its start to its first page, and what memory it holds when idle.
# Usage: scripts/measure-start.sh [times]      needs the .NET SDK, curl, awk, and Linux's /proc
set -euo pipefail
cd "$(dirname "$0")/.."
times=${1:-7}
idle=${MESHLAB_IDLE_SECONDS:-20}
port=${MESHLAB_PORT:-5987}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

dotnet publish MeshLab.Web -c Release -o "$out/app" --nologo -v quiet

now() { date +%s%N; }
stats() { sort -n | awk '{v[NR]=$1} END {m = NR % 2 ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2; printf "min %s, median %s, max %s", v[1], m, v[NR]}'; }

# start NAME DATA : starts MeshLab on a data directory, writes milliseconds to NAME.ms and resident mebibytes to NAME.mib
start() {
  local begun pid
  begun=$(now)
  MeshLab__DataDirectory=$2 MeshLab__DemoClusterPort=0 dotnet "$out/app/MeshLab.Web.dll" \
    --contentRoot "$out/app" --urls "http://127.0.0.1:$port" >"$out/log" 2>&1 &
  pid=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$port/"; do
    kill -0 "$pid" 2>/dev/null || { cat "$out/log"; exit 1; }
    sleep 0.02
  done
  echo $((($(now) - begun) / 1000000)) >>"$out/$1.ms"
  sleep "$idle"
  awk '/VmRSS/ {printf "%d\n", $2 / 1024}' "/proc/$pid/status" >>"$out/$1.mib"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

for i in $(seq "$times"); do
  start new "$out/data-$i"
  start again "$out/data-$i"
done

echo "start to first page, new data directory:      $(stats <"$out/new.ms") ms"
echo "start to first page, existing data directory: $(stats <"$out/again.ms") ms"
echo "resident memory after ${idle} s idle:             $(cat "$out/new.mib" "$out/again.mib" | stats) MiB"
