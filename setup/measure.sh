# One measurement: wrk asks, and what the server's own process spent is read from the system.

SECONDS_EACH=${BENCH_SECONDS:-10}
CLIENTS=${BENCH_CLIENTS:-8}
COOKIE=''

# Processor time of a process so far, user and system, in clock ticks.
ticks() {
  local stat
  stat=$(<"/proc/$1/stat")
  # The name in brackets may hold spaces; what follows it begins with field 3.
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  echo $((${12} + ${13}))
}

# Memory of a process in MiB.
resident() { awk '/^VmRSS:/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

# A number as the pages write it.
grouped() { sed -E ':again; s/([0-9])([0-9]{3})(,|$)/\1,\2\3/; t again' <<<"$1"; }

# fetch FILE ADDRESS: a page that has to be there, without compression.
fetch() {
  local status
  status=$(curl -sS -b "$COOKIE" -o "$1" -w '%{http_code}' "$2")
  [[ $status == 200 ]] || fail "$2 answered $status" "$(head -c 300 "$1")"
}

etag() { curl -sS -b "$COOKIE" -o "$WORK/tagged" -D - "$1" | sed -n 's/^[Ee][Tt]ag: *//p' | tr -d '\r'; }

load() { COOKIE=$COOKIE ENCODING=$encoding ETAG=$etag wrk -t1 -c"$CLIENTS" -d"$1"s --latency -s "$ROOT/bench/load.lua" "$2" | sed -n 's/^figures //p'; }

# measure NAME PID ADDRESS: adds a row to the table. ENCODING and ETAG go along with each request.
measure() {
  local before after requests seconds bytes p50 p99 failed same
  # Named for this one measurement: what is exported would go along with the next.
  local encoding=${ENCODING:-identity} etag=${ETAG:-}
  load 2 "$3" >"$WORK/warm"
  before=$(ticks "$2")
  read -r requests seconds bytes p50 p99 failed same < <(load "$SECONDS_EACH" "$3")
  after=$(ticks "$2")
  ((requests > 0 && failed == 0)) || fail "$1: of $requests requests $failed failed"
  [[ -z $etag ]] || ((same * 100 >= requests * 95)) || fail "$1: only $same of $requests answers were 304"
  awk -v name="$1" -v n="$requests" -v s="$seconds" -v bytes="$bytes" -v p50="$p50" -v p99="$p99" \
    -v cpu=$((after - before)) -v tick="$(getconf CLK_TCK)" 'BEGIN {
      printf "| %s | %.1f | %.0f | %.2f | %.2f | %.3f |\n", name, bytes / n / 1024, n / s, p50, p99, cpu * 1000 / tick / n }' |
    tee -a "$WORK/rows"
}

table_head() {
  cat <<END
# How fast the list is

Measured by \`make bench\`, in one run on one machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n1), shared by the portal, its database,
the embedded FinSpace endpoint and the client (wrk, $CLIENTS connections, $SECONDS_EACH s a row after 2 s of warming up). Every request to the portal is
one of somebody who is signed in: session and person are looked up, the page is rendered, the request is logged. CPU is what the
server's process spent, divided by the requests: the figure to compare, since the others change with what else the machine does.
maud renders the same 50 rows (cells, links, times, tags) and gets what stands around them for nothing.

| | KiB | requests/s | p50 ms | p99 ms | CPU ms each |
| --- | ---: | ---: | ---: | ---: | ---: |
END
}
