# The parts of a test run: each has a heading, a log, counts, and the end of its log when something failed.

PASSED=0 FAILED=0 SKIPPED=0 BROKEN=()
declare -A TOLD=()

# part KIND NAME COMMAND…: runs the command with its output in a log; the kinds are those of count.mjs. With REPORT set, that file is counted.
part() {
  local kind=$1 name=$2 log code=0 since=$SECONDS
  shift 2
  log=target/test-logs/${name//[^a-z0-9]/-}.log
  mkdir -p target/test-logs
  heading "$name"
  "$@" >"$log" 2>&1 </dev/null || code=$?
  local counted passed failed skipped note
  counted=$(node setup/count.mjs "$kind" "${REPORT:-$log}" "$code")
  read -r passed failed skipped note <<<"${counted%%$'\n'*}"
  record "$name" "${passed:-0}" "${failed:-1}" "${skipped:-0}"
  printf '%s passed, %s failed%s in %s s\n' "${passed:-0}" "${failed:-1}" "$(skips "${skipped:-0}")" $((SECONDS - since)) | sed 's/^/   /'
  # What tests say that they counted.
  sed -n 's/^counted: /   /p' "$log"
  if ((${failed:-1} > 0)); then
    printf '   FAILED: %s\n' "${note:-see below}"
    # What the failed tests said is what a reader needs: it comes first here, and again with the sum, as the log may be cut.
    TOLD[$name]=$(tail -n +2 <<<"$counted" | head -n 40 | sed 's/^/   | /')
    [[ -z ${TOLD[$name]} ]] || printf '%s\n' "${TOLD[$name]}"
    printf '   The end of %s:\n' "$log"
    tail -n 60 "$log" | sed 's/^/   | /'
  fi
}

# announced NAME FUNCTION: a preparation in this very shell, whose steps are shown as they happen. It counts only when it fails.
announced() {
  local name=$1
  shift
  heading "$name"
  if "$@" </dev/null; then return; fi
  record "$name" 0 1 0
  printf '   FAILED: what follows may fail for want of it\n'
}

# begin NAME COMMAND…: runs it beside what follows, with the time that this leaves: tests wait a lot. In a group of its own, which can be ended whole.
declare -A BEGUN=()
begin() {
  local name=$1
  shift
  mkdir -p target/test-logs
  setsid nice -n 19 "$@" >"target/test-logs/$name.begun" 2>&1 </dev/null &
  BEGUN[$name]=$!
}

# ended NAME: waits for what was begun, says what it said, and ends as it ended.
ended() {
  local code=0
  wait "${BEGUN[$1]}" || code=$?
  unset "BEGUN[$1]"
  cat "target/test-logs/$1.begun"
  return "$code"
}

end_all() {
  local group
  for group in "${BEGUN[@]}"; do kill -- "-$group" 2>/dev/null; done
}

record() {
  PASSED=$((PASSED + $2)) FAILED=$((FAILED + $3)) SKIPPED=$((SKIPPED + $4))
  if (($3 > 0)); then BROKEN+=("$1"); fi
}

skips() {
  if (($1 > 0)); then printf ', %s skipped' "$1"; fi
}

# The sum stands alone on the last line, where people and CI look for it.
summary() {
  heading "sum, after $((SECONDS / 60)) min $((SECONDS % 60)) s"
  local name
  for name in "${BROKEN[@]}"; do
    printf '   failed: %s\n' "$name"
    [[ -z ${TOLD[$name]:-} ]] || printf '%s\n' "${TOLD[$name]}"
  done
  printf '%s passed, %s failed%s\n' "$PASSED" "$FAILED" "$(skips "$SKIPPED")"
  ((FAILED == 0))
}
