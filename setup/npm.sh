#!/usr/bin/env bash
# The npm packages of one folder, exactly as its lock file has them, and only when the lock file changed.
set -euo pipefail
. "$(dirname "$0")/env.sh"

folder=$ROOT/$1
stamp=$folder/node_modules/.installed
cmp -s "$folder/package-lock.json" "$stamp" && exit
step "Installing the npm packages of $1 (half a minute)"
# A test tool's own browser download would fail on a closed network, and Debian's browser is used anyway.
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly "$LOGS/npm-$1.log" npm ci --prefix "$folder" --no-audit --no-fund || fail "npm ci did not work in $1"
cp "$folder/package-lock.json" "$stamp"
