#!/usr/bin/env bash
# Measures the list of environments against its own bytes and against maud, in one run, and writes BENCH.md.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"
# shellcheck source=setup/measure.sh
. "$ROOT/setup/measure.sh"
cd "$ROOT"

TABLE=${BENCH_TABLE:-BENCH.md}
PORT=${BENCH_PORT:-3900}
HERE=127.0.0.1:$PORT
FINSPACE=127.0.0.1:$((PORT + 1))
PORTAL=${BENCH_PORTAL:-$ROOT/target/release/portal}
BENCH=$ROOT/target/bench/release/bench
WORK=$(mktemp -d)
PORTAL_PID='' COMPARED_PID=''
LIST=/environments
export WORK

tidy() {
  if [[ -n $PORTAL_PID ]]; then kill "$PORTAL_PID" 2>/dev/null || true; fi
  if [[ -n $COMPARED_PID ]]; then kill "$COMPARED_PID" 2>/dev/null || true; fi
  wait 2>/dev/null || true
  rm -rf "$WORK"
}
trap tidy EXIT

prepare() {
  "$ROOT/setup/rust.sh"
  rust_can_build || use_debian_rust
  packages wrk curl
  # Another portal than the one of this tree can be measured, too: BENCH_PORTAL names it.
  if [[ -z ${BENCH_PORTAL:-} ]]; then
    "$ROOT/setup/tools.sh"
    "$ROOT/setup/build.sh"
  fi
  step "Building what it is compared with (a minute the first time)"
  quietly "$LOGS/bench.log" cargo build --locked --release --manifest-path bench/Cargo.toml --target-dir target/bench
}

# The settings of every portal here. It reads FinSpace when it starts and when it is asked to, not in the middle of a measurement.
settings() {
  export PORTAL_LISTEN=$HERE PORTAL_DATA=$WORK/data PORTAL_LOCAL_LISTEN=$FINSPACE PORTAL_LOCAL_QUOTA=1000000
  export PORTAL_LOCAL_CREATE_TIME=0s PORTAL_READING_REST=24h
}

start_portal() {
  "$PORTAL" >"$WORK/portal.out" 2>>"$WORK/portal.err" &
  PORTAL_PID=$!
  local tries=0
  until curl -sf -o "$WORK/health" "http://$HERE/healthz"; do
    if ! kill -0 "$PORTAL_PID" 2>/dev/null || ((++tries > 600)); then
      tail -n 20 "$WORK/portal.err" >&2
      fail "the portal did not come up on $HERE"
    fi
    sleep 0.1
  done
}

stop_portal() {
  kill "$PORTAL_PID"
  wait "$PORTAL_PID" || fail "the portal did not end well"
  PORTAL_PID=''
}

# Sets COOKIE to that of a new administrator.
sign_in() {
  local password='green lamp over seven rivers'
  "$PORTAL" admin create --email bench@example.com --password-stdin >"$WORK/admin.out" <<<"$password"
  curl -sS -o "$WORK/signed-in" -c "$WORK/cookies" --data-urlencode "form[email_address]=bench@example.com" \
    --data-urlencode "form[password]=$password" "http://$HERE/api/session/sign-in"
  COOKIE=$(awk '$6 == "portal" || $6 == "__Host-portal" { print $6 "=" $7 }' "$WORK/cookies")
  [[ -n $COOKIE ]] || fail "signing in gave no session" "The answer: $(head -c 500 "$WORK/signed-in")"
}

# environments FROM TO: creates them at FinSpace, lets the portal read it, and waits until the list and all its tags are there.
environments() {
  "$BENCH" seed --endpoint "http://$FINSPACE" --from "$1" --to "$2"
  local tries=0
  curl -sS -o "$WORK/refreshed" -b "$COOKIE" -H "Origin: http://$HERE" -X POST "http://$HERE/api/environments/refresh"
  until all_there "$2"; do
    ((++tries <= 120)) || fail "the portal never saw all $2 environments" "The last page is said to hold: $(grep -o 'of [0-9,]* environments' "$WORK/last" | head -n1)"
    sleep 1
  done
}

# The list counts them, and neither its first nor its last page has tags that were not read yet.
all_there() {
  local page
  for page in 1 $((($1 + 49) / 50)); do
    curl -sS -b "$COOKIE" -o "$WORK/last" "http://$HERE$LIST?page=$page"
    grep -qE "(^|[^0-9])$(grouped "$1")([^0-9]|$)" "$WORK/last" || return 1
    ! grep -q 'Not read yet' "$WORK/last" || return 1
  done
}

start_compared() {
  "$BENCH" serve --page "$WORK/page.html" >"$WORK/compared.out" &
  COMPARED_PID=$!
  local tries=0
  until [[ -s $WORK/compared.out ]]; do
    if ((++tries > 100)); then fail "what the portal is compared with did not start"; fi
    sleep 0.1
  done
  COMPARED=$(<"$WORK/compared.out")
}

main() {
  prepare
  settings
  heading "start-up and memory"
  local empty full rest full_rest busy_rest after left
  empty=$("$BENCH" start --listen "$HERE" -- "$PORTAL" 2>"$WORK/start.err")
  start_portal
  # What only the start took is given back a moment later.
  sleep 2
  rest=$(resident "$PORTAL_PID")
  sign_in

  heading "the list of 10, 1,000 and 10,000 environments, for $SECONDS_EACH s each"
  environments 0 10
  measure "the portal, 10 environments: 10 rows" "$PORTAL_PID" "http://$HERE$LIST"
  environments 10 1000
  fetch "$WORK/page.html" "http://$HERE$LIST"
  start_compared
  measure "static bytes by axum, the portal's own page" "$COMPARED_PID" "http://$COMPARED/static"
  measure "maud, 50 rows" "$COMPARED_PID" "http://$COMPARED/maud"
  measure "the portal, 1,000 environments: 50 rows" "$PORTAL_PID" "http://$HERE$LIST"
  environments 1000 10000
  measure "the portal, 10,000 environments: 50 rows" "$PORTAL_PID" "http://$HERE$LIST"
  measure "the portal, 10,000 environments: page 100 of 200" "$PORTAL_PID" "http://$HERE$LIST?page=100"
  ETAG=$(etag "http://$HERE$LIST") measure "the same page not changed (304)" "$PORTAL_PID" "http://$HERE$LIST"
  ENCODING=br measure "maud, 50 rows, brotli" "$COMPARED_PID" "http://$COMPARED/maud-compressed"
  ENCODING=br measure "the portal, 10,000 environments: 50 rows, brotli" "$PORTAL_PID" "http://$HERE$LIST"

  heading "20,000 requests whose client goes away"
  busy_rest=$(resident "$PORTAL_PID")
  left=$("$BENCH" abort --listen "$HERE" --path "$LIST?size=200" --cookie "$COOKIE" --count 20000)
  sleep 2
  after=$(resident "$PORTAL_PID")
  fetch "$WORK/alive.html" "http://$HERE$LIST"
  stop_portal
  full=$("$BENCH" start --listen "$HERE" -- "$PORTAL" 2>"$WORK/start.err")
  start_portal
  full_rest=$(resident "$PORTAL_PID")
  {
    table_head
    cat "$WORK/rows"
    cat <<END

| | |
| --- | ---: |
| start-up, from exec to the first 200, nothing stored | $empty ms |
| start-up with 10,000 environments stored | $full ms |
| memory at rest, nothing stored, embedded endpoint included | $rest MiB |
| memory at rest with 10,000 environments | $full_rest MiB |
| memory after all of the above | $busy_rest MiB |
| memory after 20,000 aborted requests more ($left) | $after MiB |
END
  } >"$TABLE"
  heading "$TABLE"
  cat "$TABLE"
}

main
