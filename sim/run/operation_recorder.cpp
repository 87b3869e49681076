#include "sim/run/operation_recorder.h"

#include "sim/net/endpoint.h"
#include "sim/net/world.h"

namespace napkin {

OperationRecorder::OperationRecorder(Region& region, std::string name)
    : region_(region),
      name_(std::move(name)),
      batches_(region.measured_since()),
      traces_(TraceKeeper::Options{.seed = region.seed()}) {}

void OperationRecorder::begin() {
  ++arrived_;
  ++in_flight_;
  const Time now = region_.kernel().now();
  arrivals_.add(now);
  batches_.arrivals.add(now);
}

void OperationRecorder::end(Status status, Time intended) {
  const Time now = region_.kernel().now();
  --in_flight_;
  ++by_status_[static_cast<std::size_t>(status)];
  if (!is_answer(status)) {
    count_failure(now);
    return;
  }
  completions_.add(now);
  batches_.latencies.record(now, (now - intended).count());
  latencies_.record(now, (now - intended).count());
}

void OperationRecorder::give_up() {
  --in_flight_;
  ++given_up_;
  count_failure(region_.kernel().now());
}

void OperationRecorder::count_failure(Time now) {
  failures_.add(now);
  batches_.failures.add(now);
}

void OperationRecorder::deliver(Time intended) {
  begin();
  end(Status::kOk, intended);
}

TraceRef OperationRecorder::open_trace() {
  if (!tracing_) {
    return {};
  }
  return region_.spans().open();
}

void OperationRecorder::close_trace(const TraceRef& trace,
                                    OperationId operation,
                                    Status status,
                                    Time intended) {
  if (trace.trace == 0) {
    return;
  }
  keep(trace, operation, status, intended);
}

void OperationRecorder::keep(const TraceRef& trace,
                             OperationId operation,
                             Status status,
                             Time intended) {
  const Time now = region_.kernel().now();
  const TraceKeeper::Candidate candidate{
      .trace_id = trace.trace,
      .operation = name_,
      .start = intended,
      .latency = now - intended,
      .failed = !is_answer(status),
  };
  if (!traces_.wants(candidate)) {
    return;
  }
  Trace kept;
  kept.trace_id = candidate.trace_id;
  kept.operation = name_;
  kept.start = intended;
  kept.latency = candidate.latency;
  kept.failed = candidate.failed;
  const SpanLog::Collected collected = region_.spans().collect(trace, intended);
  kept.spans_dropped = collected.complete ? 0 : 1;
  const OperationTable& operations = region_.world().operations();
  const auto add = [&](std::uint64_t id,
                       std::uint64_t parent,
                       const std::string& address,
                       OperationId what,
                       Time start,
                       Time end,
                       Status how) {
    TraceSpan span;
    span.span_id = id;
    span.parent_id = parent;
    span.address = address;
    span.component = address.substr(0, address.find_first_of(".["));
    span.operation = operations.name(what);
    span.start = start;
    span.end = end;
    span.status = to_string(how);
    kept.spans.push_back(std::move(span));
  };
  add(trace.span, 0, name_, operation, intended, now, status);
  for (const auto& [number, hop] : collected.hops) {
    const std::string address = hop.endpoint == nullptr ? "unknown" : hop.endpoint->address();
    add(number, hop.parent, address, hop.operation, hop.sent, hop.ended_at, hop.status);
  }
  traces_.keep(std::move(kept));
}

void OperationRecorder::restart_statistics() {
  arrived_ = in_flight_;
  given_up_ = 0;
  by_status_.fill(0);
  batches_ = BatchSeries(region_.measured_since());
}

OperationResult OperationRecorder::result() const {
  OperationResult result;
  result.name = name_;
  result.closed_loop = closed_loop_;
  result.tally.arrived = arrived_;
  result.tally.in_flight = in_flight_;
  result.tally.dropped = given_up_;
  for (int code = 0; code < kStatusCount; ++code) {
    const std::int64_t count = by_status_[static_cast<std::size_t>(code)];
    const auto status = static_cast<Status>(code);
    if (is_answer(status)) {
      result.tally.completed += count;
    } else if (count > 0) {
      result.tally.failed[std::string(to_string(status))] += count;
    }
  }
  result.batches = batches_;
  result.batches.align();
  result.latency = batches_.latencies.total();
  result.arrivals = arrivals_;
  result.completions = completions_;
  result.failures = failures_;
  result.latencies = latencies_;
  return result;
}

}  // namespace napkin
