# Debian's packages: installs the ones that are missing, and nothing when all are there.

packages() {
  local missing=() name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) == *'ok installed' ]] || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "these Debian packages are missing and there is no apt-get: ${missing[*]}" \
    "On another system, install what corresponds to them yourself."
  step "Installing from Debian: ${missing[*]} (a minute or two)"
  quietly "$LOGS/apt-update.log" as_root apt-get update || fail "apt-get update did not work" "Is the package mirror within reach?"
  quietly "$LOGS/apt.log" as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" ||
    fail "apt-get could not install: ${missing[*]}"
}
