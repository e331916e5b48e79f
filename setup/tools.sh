#!/usr/bin/env bash
# The tools that build the portal: wasm-bindgen, and from npm what makes its output small. With the word `watch` also cargo-leptos, which
# builds again whatever changes and has the browser load it: it takes long to build, and `make run` does without.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"

CARGO_LEPTOS=0.3.11

# The command-line tool and the library must be of the same version, so the version is read where the library's stands.
WASM_BINDGEN=$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' "$ROOT/Cargo.toml")

main() {
  packages build-essential pkg-config ca-certificates
  node_is_recent
  has "wasm-bindgen $WASM_BINDGEN" wasm-bindgen --version ||
    install wasm-bindgen-cli "$WASM_BINDGEN" "three minutes"
  if [[ ${1:-} == watch ]]; then
    # Without its own downloads a missing tool is an error, not a hang on a closed network.
    has "cargo-leptos $CARGO_LEPTOS" cargo-leptos --version ||
      install cargo-leptos "$CARGO_LEPTOS" "seven minutes" --features no_downloads
  fi
  "$ROOT/setup/npm.sh" setup
}

has() {
  local wanted=$1
  shift
  [[ $("$@" 2>/dev/null) == "$wanted"* ]]
}

node_is_recent() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then fail "Node and npm are missing" "Install Node 20 or later, then try again."; fi
  (($(node -p 'process.versions.node.split(".")[0]') >= 20)) || fail "Node is $(node --version)" "Install Node 20 or later, then try again."
}

# Unoptimised, since it is built once and runs for seconds. The tool's own lock file comes first; where a mirror lags behind it, or it asks
# for a newer compiler than it needs, the next attempt gives way on that point.
install() {
  local crate=$1 version=$2 long=$3
  shift 3
  step "Building $crate $version (about $long)"
  local attempt log=$LOGS/$crate.log
  mkdir -p "$LOGS"
  for attempt in "--locked" "--locked --ignore-rust-version" ""; do
    # shellcheck disable=SC2086 # an attempt is a list of flags
    CARGO_PROFILE_DEV_DEBUG=0 cargo install "$crate" --version "$version" --debug --force --root "$TOOLS" $attempt "$@" >"$log" 2>&1 </dev/null && return
    # Most of the time the next attempt works: only what the last one said is an error.
    [[ -z $attempt ]] || step "Not with '$attempt' here, as on a mirror that lacks a listed version; trying with less"
  done
  ended_in "$log"
  fail "$crate $version did not install" "The whole output is in $LOGS/$crate.log."
}

main "$@"
