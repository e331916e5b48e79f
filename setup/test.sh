#!/usr/bin/env bash
# Runs every check and test there is, goes on after a failure, and ends with the sum: `N passed, N failed`.
set -uo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"
. "$ROOT/setup/parts.sh"
cd "$ROOT" || exit 1
trap tidy EXIT

tidy() {
  end_all
  setup/postgres.sh stop
  [[ -z ${IN_MEMORY:-} ]] || rm -rf "$IN_MEMORY"
}

# Hundreds of databases live for a second each: in memory none of their writes waits for a disk.
in_memory() {
  local free
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n1)
  [[ -w /dev/shm ]] && ((${free:-0} > 4 * 1024 * 1024)) || return 0
  IN_MEMORY=$(mktemp -d /dev/shm/portal-tests.XXXXXX)
  # PostgreSQL's own user has to get to its folder in there.
  chmod 711 "$IN_MEMORY"
  export TMPDIR=$IN_MEMORY
}

SERVER_HALF=(-p domain -p finspace-local -p app -p server --features app/ssr)

# The server's half and the browser's are never built together: that would mix features into a build that nobody ships.
lints() {
  part check "formatting" cargo fmt --all --check -- --color never
  part check "lints of the shell scripts" shellcheck -x -s bash -P setup:. setup/*.sh .ci/run
  part check "types of the browser tests" npm --prefix end2end run check
}

# In a subshell each, so that an error ends the preparation and not the run.
prepare_lints() (
  setup/rust.sh && setup/tools.sh && packages shellcheck && setup/npm.sh end2end
)

prepare_tests() (
  packages chromium-headless-shell curl fonts-dejavu-core python3 python3-venv
)

database() {
  PORTAL_TEST_POSTGRES=$(setup/postgres.sh start) || return
  export PORTAL_TEST_POSTGRES
}

quick_lints() {
  part check "lints of the browser's half" cargo clippy --locked -p frontend --target wasm32-unknown-unknown -- -D warnings
  part check "lints of the server's half" cargo clippy --locked "${SERVER_HALF[@]}" --all-targets -- -D warnings
}

# Clippy is a compiler: here it builds what the tests run, so that no dependency is first checked and then built. When it refuses something, the
# tests are built without it, and say what they have to say.
programs() {
  local failed=$FAILED
  export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__
  part check "lints of the server's half, and the programs for the tests" cargo test --locked "${SERVER_HALF[@]}" --no-run
  if ((FAILED > failed)); then
    unset RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS
    part check "the programs for the tests, without lints" cargo test --locked "${SERVER_HALF[@]}" --no-run
  fi
}

# One build for four packages: their dependencies get the same features only when they are selected together. Half of a test is waiting, for a
# database or an answer, so there are two for each core.
crates() {
  part cargo:domain,finspace_local,app,server "crates: domain, finspace-local, app, server" \
    env RUST_TEST_THREADS=$(($(nproc) * 2)) cargo test --locked "${SERVER_HALF[@]}" --no-fail-fast
}

# What the browser tests need, with clippy as its compiler where that makes no other program: the browser's half.
begin_build() {
  begin build env -u RUSTC_WORKSPACE_WRAPPER -u CLIPPY_ARGS LINT=yes setup/build.sh
}

begin_conformance() {
  begin conformance env FINSPACE_LOCAL="$ROOT/target/debug/finspace-local" end2end/conformance/run.sh
}

conformance() {
  part pytest "conformance of finspace-local" ended conformance
}

# The portal held against what it says of itself.
api() {
  REPORT=$ROOT/target/test-logs/schemathesis.xml
  rm -f "$REPORT"
  part junit "the API against its description" env PROGRAM="$ROOT/target/debug/portal" REPORT="$REPORT" end2end/api/run.sh
  unset REPORT
}

browser() {
  local failed=$FAILED
  part check "lints of the browser's half, and the optimised build" ended build
  if ((FAILED > failed)); then part check "the optimised build, without lints" setup/build.sh; fi
  REPORT=$ROOT/target/test-logs/playwright.json
  rm -f "$REPORT"
  END2END_REPORT=$REPORT part playwright "browser tests and budgets" npm --prefix end2end test
  unset REPORT
}

main() {
  local all=${1:-all}
  announced "set-up" prepare_lints
  rust_can_build || use_debian_rust
  part node "the set-up's own tests" node --test setup/count.test.mjs
  lints
  if [[ $all != all ]]; then
    quick_lints
  else
    announced "Chromium and Python" prepare_tests
    in_memory
    announced "a PostgreSQL for the tests" database
    programs
    begin_build
    begin_conformance
    crates
    conformance
    api
    browser
  fi
  summary
}

main "$@"
