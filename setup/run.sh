#!/usr/bin/env bash
# Prepares the machine, builds the portal and runs it; arguments go to the portal.
set -euo pipefail
. "$(dirname "$0")/env.sh"

"$ROOT/setup/rust.sh"
rust_can_build || use_debian_rust
"$ROOT/setup/tools.sh"
"$ROOT/setup/build.sh"
cd "$ROOT"
exec target/release/portal "$@"
