#!/usr/bin/env bash
# Runs every client through every operation and every declared error of finspace-local.
# FINSPACE_LOCAL names the binary; without it, it is built. CLIENTS chooses among: pinned newest awscli.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/end2end/venv.sh"

if [ -z "${FINSPACE_LOCAL:-}" ]; then
    (cd "$root" && cargo build --quiet --package finspace-local)
    FINSPACE_LOCAL=${CARGO_TARGET_DIR:-$root/target}/debug/finspace-local
fi
export FINSPACE_LOCAL

failed=0
for client in ${CLIENTS:-pinned newest awscli}; do
    case $client in
        pinned) venv pinned "$here/requirements.txt" ;;
        newest) venv newest "$here/requirements-newest.txt" ;;
        awscli) venv awscli "$here/requirements-awscli.txt" ;;
        *) echo "there is no client $client" >&2; exit 2 ;;
    esac
    echo "finspace-local with $client"
    CLIENT=$client timeout 900 "$root/.venv/$client/bin/python" -m pytest -q -p no:cacheprovider "$here" || failed=1
done
exit $failed
