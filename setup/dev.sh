#!/usr/bin/env bash
# Prepares the machine, then builds, runs, watches and reloads an unoptimised portal.
set -euo pipefail
. "$(dirname "$0")/env.sh"

"$ROOT/setup/rust.sh"
rust_can_build || use_debian_rust
"$ROOT/setup/tools.sh" watch
cd "$ROOT"
# It writes where the optimised build is served from, so that has to be made again for `make run`.
rm -f target/site/.built
# Names without hashes let the browser take a changed style sheet without a reload.
exec cargo leptos watch
