# How the set-up speaks: headings, steps that say how long they take, and errors that say what to do.

heading() { printf '\n== %s\n' "$*"; }

# A step on a machine that has not done it yet; what is already there stays silent.
step() { printf -- '-- %s\n' "$*" >&2; }

# The end of the road: what went wrong, and on the next lines what to do about it.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  (($#)) && printf '       %s\n' "$@" >&2
  exit 1
}

# Runs a command with its output in a log file; only when it fails are the last lines shown.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null && return
  local code=$?
  ended_in "$log"
  return "$code"
}

# How a command that failed ended, out of its log file.
ended_in() {
  printf 'The last lines of %s:\n' "$1" >&2
  tail -n 30 "$1" >&2
}

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root and there is no sudo" "As root, run: $*"
  fi
}
