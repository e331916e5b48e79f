#!/usr/bin/env bash
# Holds the API against its own description: schemathesis reads it from a running portal and tries every operation, with right and wrong calls.
# PROGRAM names the portal's binary; without it, it is built. REPORT is where the result goes, as JUnit's XML.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/end2end/venv.sh"
EXAMPLES=40
LONGEST=240

if [ -z "${PROGRAM:-}" ]; then
    (cd "$root" && cargo build --quiet --locked -p domain -p finspace-local -p app -p server --features app/ssr --bin portal)
    PROGRAM=${CARGO_TARGET_DIR:-$root/target}/debug/portal
fi
REPORT=${REPORT:-$root/target/test-logs/schemathesis.xml}
venv schemathesis "$here/requirements.txt"

data=$(mktemp -d)
portal=
# shellcheck disable=SC2317 # the trap calls it
finish() {
    if [ -n "$portal" ]; then
        kill "$portal" 2>/dev/null || true
        wait "$portal" 2>/dev/null || true
    fi
    rm -rf "$data"
}
trap finish EXIT

# Nothing of the person who runs the tests may leak in, and nothing is read from where they stand.
for variable in ${!PORTAL_@} ${!AWS_@}; do unset "$variable"; done
cd "$data"
export PORTAL_DATA=$data PORTAL_LISTEN=127.0.0.1:0 PORTAL_LOCAL_LISTEN=127.0.0.1:0 PORTAL_LOCAL_CREATE_TIME=0s PORTAL_LOCAL_DELETE_TIME=0s PORTAL_LOCAL_QUOTA=5000

PASSWORD="green lamp over seven rivers"
for role in admin operator; do
    echo "$PASSWORD" | "$PROGRAM" admin create --email "$role@example.com" --role "$role" --password-stdin
done
scopes=(--scope read --scope environments --scope tags --scope requests)
token=$("$PROGRAM" token create --email operator@example.com --name schemathesis "${scopes[@]}" --expires 7d)
asks=$("$PROGRAM" token create --email admin@example.com --name asks --scope requests --expires 7d)
"$PROGRAM" >"$data/said" 2>"$data/log" &
portal=$!
url=
for _ in $(seq 100); do
    url=$(sed -n 's/^The portal is at //p' "$data/said")
    if [ -n "$url" ] || ! kill -0 "$portal"; then break; fi
    sleep 0.2
done
if [ -z "$url" ]; then
    echo "the portal did not start:" >&2
    cat "$data/said" "$data/log" >&2
    exit 1
fi

# Something to find, so that not every address leads nowhere.
curl --silent --show-error --fail -X POST "$url/api/v1/environments" -H "Authorization: Bearer $token" -H "Idempotency-Key: first" \
    -H "Content-Type: application/json" -d '{"connection": "local", "name": "first"}' >"$data/first"
ENVIRONMENT=$(sed 's/.*"environmentId":"\([^"]*\)".*/\1/' "$data/first")

# A team that the operator owns, with that environment, and a blueprint: people make these, with forms. Then a request of somebody else's,
# so that the operator decides it.
form() {
    curl --silent --show-error --fail --cookie "$data/cookies" --cookie-jar "$data/cookies" -H "Accept: application/json" \
        -H "Sec-Fetch-Site: same-origin" "$url/api/$1" "${@:2}"
}
first_id() { sed 's/^[^"]*"id":"\([^"]*\)".*/\1/'; }
form session/sign-in --data-urlencode "form[email_address]=admin@example.com" --data-urlencode "form[password]=$PASSWORD" >/dev/null
TEAM=$(form teams/make --data-urlencode "form[name]=Rates" | first_id)
form members/add --data "team=$TEAM" --data-urlencode "form[members]=operator@example.com" --data "form[standing]=owner" >/dev/null
form members/add --data "team=$TEAM" --data-urlencode "form[members]=admin@example.com" >/dev/null
form links/add --data "team=$TEAM" --data-urlencode "form[environment]=local/$ENVIRONMENT" >/dev/null
BLUEPRINT=$(form blueprints/save -F "blueprint[name]=Laboratory" -F "blueprint[optional_tags]=desk" -F "blueprint[asks_description]=true" \
    -F "form[connection]=local" -F "form[mode]=LOCAL" | tr -d '"')
ask() {
    curl --silent --show-error --fail -X POST "$url/api/v1/requests" -H "Authorization: Bearer $asks" -H "Idempotency-Key: $1" \
        -H "Content-Type: application/json" \
        -d "{\"blueprint\": \"$BLUEPRINT\", \"team\": \"$TEAM\", \"why\": \"To try it\", \"name\": \"$1\"}" | first_id
}
REQUEST=$(ask first)
DECIDED=$(ask second)
export ENVIRONMENT TEAM BLUEPRINT REQUEST DECIDED

mkdir -p "$(dirname "$REPORT")"
code=0
timeout "$LONGEST" "$root/.venv/schemathesis/bin/schemathesis" --config-file "$here/schemathesis.toml" run "$url/api/v1/openapi.json" \
    --header "Authorization: Bearer $token" --checks all --max-examples "$EXAMPLES" --seed 1 --report junit --report-junit-path "$REPORT" || code=$?
if grep -q " ERROR " "$data/log"; then
    echo "the portal failed inside:" >&2
    grep " ERROR " "$data/log" >&2
    code=1
fi
exit $code
