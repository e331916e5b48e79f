#!/usr/bin/env bash
# Builds the portal as it is shipped: target/release/portal, and beside it target/site with every file also compressed.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"

# `make dev` empties the site folder, so the stamp goes with what it stands for. It says which portal was made, and whether clippy compiled
# the browser's half; it is as old as the beginning of the build, so that what somebody writes meanwhile is newer.
STAMP=target/site/.built
BEGUN=$LOGS/begun
SOURCES=(Cargo.toml Cargo.lock .cargo app domain finspace-local frontend server style setup/build.sh setup/site.mjs setup/package-lock.json)
FRONT=target/front

portal_made() { stat -c %Y target/release/portal 2>/dev/null; }

built() {
  local made linted
  [[ -f $STAMP ]] && read -r made linted <"$STAMP" || return 1
  [[ $made == "$(portal_made)" && (-z ${LINT:-} || $linted == yes) ]] || return 1
  [[ -z $(find "${SOURCES[@]}" -newer "$STAMP" -not -path '*/tests/*' -print -quit) ]]
}

# The two halves never share a target folder: they would take turns.
front() {
  # With LINT, clippy is the compiler, and a warning an error.
  if [[ -n ${LINT:-} ]]; then export RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__; fi
  cargo build --locked -p frontend --lib --no-default-features --target wasm32-unknown-unknown --target-dir "$FRONT" --profile wasm-release
  wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section --out-dir "$FRONT/bound" --out-name portal \
    "$FRONT/wasm32-unknown-unknown/wasm-release/frontend.wasm"
  wasm-opt -Oz "$FRONT/bound/portal_bg.wasm" -o "$FRONT/bound/portal_bg.wasm"
}

back() { cargo build --locked -p server --bin portal --no-default-features --release; }

if built; then
  exit
fi
step "Building the optimised portal (about twelve minutes the first time, two or three after a change)"
mkdir -p "$LOGS" target/release
: >"$BEGUN"
# Both at once, since each has a long stretch in which it keeps one core busy.
front >"$LOGS/front.log" 2>&1 &
front=$!
quietly "$LOGS/back.log" back || fail "the server's half does not build" "The whole output is in $LOGS/back.log."
if ! wait "$front"; then
  tail -n 40 "$LOGS/front.log" >&2
  fail "the browser's half does not build" "The whole output is in $LOGS/front.log."
fi
node setup/site.mjs "$FRONT/bound" target/site target/release/hash.txt
printf '%s %s\n' "$(portal_made)" "${LINT:-no}" >"$STAMP"
touch -r "$BEGUN" "$STAMP"
