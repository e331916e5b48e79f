#!/usr/bin/env bash
# Builds the portal as it is shipped: target/release/portal, and beside it target/site with every file also compressed.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"

# `make dev` empties the site folder, so the stamp goes with what it stands for.
STAMP=target/site/.built
SOURCES=(Cargo.toml Cargo.lock .cargo app domain finspace-local frontend server style setup/build.sh setup/site.mjs setup/package-lock.json)
FRONT=target/front

built() {
  [[ -f $STAMP && -x target/release/portal && ! target/release/portal -nt $STAMP ]] || return 1
  [[ -z $(find "${SOURCES[@]}" -newer "$STAMP" -not -path '*/tests/*' -print -quit) ]]
}

# The two halves never share a target folder: they would take turns.
front() {
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
# Both at once, since each has a long stretch in which it keeps one core busy.
front >"$LOGS/front.log" 2>&1 &
front=$!
quietly "$LOGS/back.log" back || fail "the server's half does not build" "The whole output is in $LOGS/back.log."
if ! wait "$front"; then
  tail -n 40 "$LOGS/front.log" >&2
  fail "the browser's half does not build" "The whole output is in $LOGS/front.log."
fi
node setup/site.mjs "$FRONT/bound" target/site target/release/hash.txt
touch "$STAMP"
