#!/usr/bin/env bash
# A throw-away PostgreSQL for the tests: `start` prints its URL, `stop` ends it and removes its data.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"

# Data and socket are outside the tree: PostgreSQL refuses to run as root, and its own user may not be able to look in here.
STATE=$ROOT/target/postgres.folder

as_postgres() {
  if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi
}

binaries() {
  local folder
  folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n1)
  [[ -x $folder/initdb ]] || fail "PostgreSQL's initdb is not under /usr/lib/postgresql"
  echo "$folder"
}

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

start() {
  packages postgresql
  stop
  local bin folder port
  bin=$(binaries)
  folder=$(mktemp -d)
  port=$(free_port)
  mkdir -p "$(dirname "$STATE")"
  echo "$folder" >"$STATE"
  [[ $(id -u) != 0 ]] || chown postgres "$folder"
  cd "$folder"
  quietly "$LOGS/initdb.log" as_postgres "$bin/initdb" -D "$folder/data" -U portal --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync
  # The data is thrown away, so nothing waits for the disk; many test databases at once need many connections.
  quietly "$LOGS/postgres-start.log" as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start -o \
    "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c full_page_writes=off -c max_connections=200"
  echo "postgres://portal@127.0.0.1:$port/postgres"
}

stop() {
  [[ -f $STATE ]] || return 0
  local folder
  folder=$(<"$STATE")
  # A machine that was switched off leaves the file of a process that is no more.
  if [[ -f $folder/data/postmaster.pid ]] && kill -0 "$(head -n1 "$folder/data/postmaster.pid")" 2>/dev/null; then
    (cd "$folder" && as_postgres "$(binaries)/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null)
  fi
  rm -rf "$folder" "$STATE"
}

case ${1:-} in
start) start ;;
stop) stop ;;
*) fail "postgres.sh does not know '${1:-}'" "Say start or stop." ;;
esac
