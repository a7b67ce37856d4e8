#!/usr/bin/env bash
# Measures what the README says of speed, on the machine it runs on: start cold and warm, deploy to running, first row out, and
# the heap of an idle application. Needs curl and a built application (./millrace build). Usage: docs/measure.sh [runs]
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
runs="${1:-3}"
home="$(mktemp -d)"
port=18980
export MILLRACE_HOME="$home" MILLRACE_PORT=$port MILLRACE_KAFKA_PORT=18992 MILLRACE_POSTGRES_PORT=18932 MILLRACE_FLINK_PORT=18981
export MILLRACE_ADMIN_PASSWORD='only for measuring'
api="http://127.0.0.1:$port/api/v1"
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null || true; wait 2> /dev/null || true; rm -rf "$home"' EXIT

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

deploy() {
  local pipeline deployment began
  pipeline=$(call POST /templates/nexmark-bids/pipelines "{\"name\":\"Measured $1\"}" | field id)
  began=$(now)
  deployment=$(call POST /deployments "{\"pipeline\":\"$pipeline\"}" | field id)
  until [ "$(call GET "/deployments/$deployment" | sed 's/.*"state":"\([A-Z]*\)".*/\1/')" = RUNNING ]; do sleep 0.05; done
  printf '%-28s %s s\n' 'deploy to running' "$(since "$began")"
  until call GET "/deployments/$deployment" | grep -q '"rowsIn":{"total":[1-9]'; do sleep 0.05; done
  printf '%-28s %s s\n' 'deploy to first counted row' "$(since "$began")"
  call POST "/deployments/$deployment/cancel" > /dev/null
  until [ "$(call GET "/deployments/$deployment" | sed 's/.*"state":"\([A-Z]*\)".*/\1/')" = CANCELLED ]; do sleep 0.1; done
}

start 'cold start (new home)'
stop
for run in $(seq "$runs"); do start "warm start $run"; [ "$run" = "$runs" ] || stop; done
token=$(curl -sf -u "admin:$MILLRACE_ADMIN_PASSWORD" -X POST "$api/tokens" -H 'Content-Type: application/json' -d '{"label":"measure"}' | field secret)
jcmd="$(dirname "$(readlink -f "/proc/$pid/exe")")/jcmd"
"$jcmd" "$pid" GC.run > /dev/null
printf '%-28s %s MB\n' 'heap, idle, after collection' "$("$jcmd" "$pid" GC.heap_info | sed -n 's/.*used \([0-9]*\)K.*/\1/p' | head -1 | awk '{ printf "%d", $1 / 1024 }')"
for run in $(seq "$runs"); do deploy "$run"; done
stop
