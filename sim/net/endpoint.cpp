#include "sim/net/endpoint.h"

#include <numeric>

namespace napkin {

std::string_view to_string(Status status) {
  static constexpr std::array<std::string_view, kStatusCount> kNames = {
      "ok",
      "not_found",
      "conflict",
      "rate_limited",
      "overloaded",
      "unavailable",
      "time_out",
      "refused",
      "reset",
      "rejected",
  };
  return kNames.at(static_cast<std::size_t>(status));
}

std::optional<Reply> Endpoint::handle_at_once(const Request&) {
  return std::nullopt;
}

void Target::on_outcome(Endpoint&, Status, Duration) {}

OperationCounts& Endpoint::add_counts(OperationId operation) {
  counts_.emplace_back().operation = operation;
  return counts_.back();
}

void Endpoint::count_kill(OperationId operation) {
  OperationCounts& counts = counts_of(operation);
  ++counts.killed;
  --counts.in_flight;
  --in_flight_;
}

void Endpoint::restart_statistics() {
  for (OperationCounts& counts : counts_) {
    counts.arrived = counts.in_flight;
    counts.by_status.fill(0);
    counts.killed = 0;
    counts.latency.clear();
  }
}

}  // namespace napkin
