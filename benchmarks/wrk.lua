-- Sends the requests of the file that BENCH_REQUESTS names, in turn and over and over. A line holds
-- method, path and JSON body, parted by tabs. Prints what it measured as one line of JSON.

local requests, last = {}, 0

function init()
  for line in io.lines(os.getenv("BENCH_REQUESTS")) do
    local method, path, body = line:match("^(%S+)\t(%S+)\t(.*)$")
    if body == "" then
      requests[#requests + 1] = wrk.format(method, path, {})
    else
      requests[#requests + 1] = wrk.format(method, path, {["Content-Type"] = "application/json"}, body)
    end
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.3f, "p50_ms": %.3f, "p99_ms": %.3f, "wrong": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status + errors.timeout + errors.connect + errors.read + errors.write))
end
