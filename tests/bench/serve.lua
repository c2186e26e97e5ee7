-- wrk: single texts one after the other, from the lines of the file BODIES; prints what serve.py reads.
local requests, next_one = {}, 0

function init()
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  for body in io.lines(os.getenv("BODIES")) do
    requests[#requests + 1] = wrk.format(nil, "/invocations", nil, body)
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %f %d %f %f\n", summary.requests, summary.duration / 1e6, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
