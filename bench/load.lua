-- One kind of request, and one line of figures at its end. COOKIE, ENCODING and ETAG come from the environment.
local thread

function setup(first)
  thread = first
end

-- What is empty was not asked for.
local function asked(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

function init()
  wrk.headers["Accept"] = "text/html"
  wrk.headers["Accept-Encoding"] = asked("ENCODING") or "identity"
  wrk.headers["Cookie"] = asked("COOKIE")
  wrk.headers["If-None-Match"] = asked("ETAG")
  same = 0
end

-- Only a browser that has the page already looks at each answer: like it, this takes the newer tag of a page that changed meanwhile.
if asked("ETAG") then
  function response(status, headers)
    if status == 304 then
      same = same + 1
    else
      wrk.headers["If-None-Match"] = headers["etag"] or headers["ETag"]
    end
  end
  function request()
    return wrk.format()
  end
end

-- requests, seconds, bytes, p50 and p99 in milliseconds, errors, answers of 304
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("figures %d %.3f %d %.3f %.3f %d %d\n", summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, failed, thread:get("same") or 0))
end
