#!/usr/bin/env bash
# Carrying operations out, for longer: more random histories, a larger model, and every crash point in lists of two pages.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"
cd "$ROOT"

setup/rust.sh
rust_can_build || use_debian_rust
packages postgresql
trap 'setup/postgres.sh stop' EXIT
PORTAL_TEST_POSTGRES=$(setup/postgres.sh start)
export PORTAL_TEST_POSTGRES PORTAL_TEST_SOAK=1

# The selection of `make test`, so that nothing is built twice.
cargo test --locked -p domain -p finspace-local -p app -p server --features app/ssr --test provision --test portal -- \
  histories:: model:: crashes:: changes_killed:: deleting:: killing:: sweeping:: writes::
