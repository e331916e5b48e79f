#!/usr/bin/env bash
# Builds the portal as it is shipped: target/release/portal, and beside it target/site with every file also compressed.
set -euo pipefail
. "$(dirname "$0")/env.sh"
cd "$ROOT"

# cargo-leptos empties the site folder when it builds, for release or for `make dev`, so the stamp goes with what it stands for.
STAMP=target/site/.built
SOURCES=(Cargo.toml Cargo.lock .cargo app domain finspace-local frontend server style)

built() {
  [[ -f $STAMP && -x target/release/portal && ! target/release/portal -nt $STAMP ]] || return 1
  [[ -z $(find "${SOURCES[@]}" -newer "$STAMP" -not -path '*/tests/*' -print -quit) ]]
}

if built; then
  exit
fi
step "Building the optimised portal (about twelve minutes the first time, two or three after a change)"
# The tool re-creates the hash file beside the binary, and the server reads it to name the files of its pages.
cargo leptos build --release --precompress
touch "$STAMP"
