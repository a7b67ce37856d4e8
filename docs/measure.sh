#!/usr/bin/env bash
# Measures what the README says of speed, on the machine it runs on: from a clone to the running application, start cold and warm,
# deploy to running, first row in Kafka, what a kill costs, and the heap of an idle application. Needs git, curl and what `./millrace run`
# needs; nothing else should run meanwhile. Usage: docs/measure.sh [runs]
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd)"
runs="${1:-3}"
work="$(mktemp -d)"
root="$work/clone"
home="$work/home"
mkdir "$home"
port=18980
export MILLRACE_HOME="$home" MILLRACE_PORT=$port MILLRACE_KAFKA_PORT=18992 MILLRACE_POSTGRES_PORT=18932 MILLRACE_FLINK_PORT=18981
export MILLRACE_ADMIN_PASSWORD='only for measuring'
api="http://127.0.0.1:$port/api/v1"
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null || true; wait 2> /dev/null || true; rm -rf "$work"' EXIT

now() { date +%s%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", (b - a) / 1e9 }'; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | head -1; }

start() {
  local began; began=$(now)
  "$root/millrace" run > "$home/log" 2>&1 &
  pid=$!
  until grep -q 'Millrace is ready' "$home/log"; do
    kill -0 "$pid" 2> /dev/null || { cat "$home/log" >&2; exit 1; }
    sleep 0.1
  done
  printf '%-28s %s s\n' "$1" "$(since "$began")"
}

stop() {
  local began; began=$(now)
  kill "$pid"; wait "$pid" 2> /dev/null || true
  pid=''
  printf '%-28s %s s\n' 'stop' "$(since "$began")"
}

call() { curl -sf -X "$1" "$api$2" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' ${3:+-d "$3"}; }

# A stream of bids, filtered, into a topic of its own: nothing waits for a window to close.
pipeline() {
  cat << YAML
millrace: 1
name: Measured $1
nodes:
  bids: {kind: source.demo@1, settings: {dataset: bids, rowsPerSecond: 1000}}
  filter: {kind: operator.filter@1, settings: {condition: price > 0}}
  sink: {kind: sink.kafka@1, settings: {topic: measured-$1}}
edges:
  - {from: bids.out, to: filter.in}
  - {from: filter.out, to: sink.in}
YAML
}

deploy() {
  local pipeline deployment began
  pipeline=$(curl -sf -X POST "$api/pipelines" -H "Authorization: Bearer $token" -H 'Content-Type: application/yaml' --data-binary "$(pipeline "$1")" | field id)
  began=$(now)
  deployment=$(call POST /deployments "{\"pipeline\":\"$pipeline\"}" | field id)
  until [ "$(call GET "/deployments/$deployment" | sed 's/.*"state":"\([A-Z]*\)".*/\1/')" = RUNNING ]; do sleep 0.05; done
  printf '%-28s %s s\n' 'deploy to running' "$(since "$began")"
  until call GET "/topics/measured-$1/records" | grep -q auction; do sleep 0.05; done
  printf '%-28s %s s\n' 'deploy to first row in Kafka' "$(since "$began")"
  until call GET "/deployments/$deployment" | grep -q '"rowsIn":{"total":[1-9]'; do sleep 0.05; done
  printf '%-28s %s s\n' 'deploy to first counted row' "$(since "$began")"
  call POST "/deployments/$deployment/cancel" > /dev/null
  until [ "$(call GET "/deployments/$deployment" | sed 's/.*"state":"\([A-Z]*\)".*/\1/')" = CANCELLED ]; do sleep 0.1; done
}

began=$(now)
git clone -q "$source" "$root"
start 'build and first start'
printf '%-28s %s s\n' 'clone to running application' "$(since "$began")"
stop
rm -rf "${home:?}"/*
start 'cold start (new home)'
began=$(now)
# The launcher writes an archive of classes beside the first run of a build; later starts use it.
until compgen -G "$home/classes-*.jsa" > /dev/null; do
  [ "$(since "$began" | cut -d. -f1)" -lt 300 ] || { echo 'No archive of classes was written within 5 minutes' >&2; exit 1; }
  sleep 1
done
stop
for run in $(seq "$runs"); do start "warm start $run"; [ "$run" = "$runs" ] || stop; done
token=$(curl -sf -u "admin:$MILLRACE_ADMIN_PASSWORD" -X POST "$api/tokens" -H 'Content-Type: application/json' -d '{"label":"measure"}' | field secret)
jcmd="$(dirname "$(readlink -f "/proc/$pid/exe")")/jcmd"
"$jcmd" "$pid" GC.run > /dev/null
printf '%-28s %s MB\n' 'heap, idle, after collection' "$("$jcmd" "$pid" GC.heap_info | sed -n 's/.*used \([0-9]*\)K.*/\1/p' | head -1 | awk '{ printf "%d", $1 / 1024 }')"
for run in $(seq "$runs"); do deploy "$run"; done
kill -9 "$pid"; wait "$pid" 2> /dev/null || true
start 'start after kill -9'
stop
