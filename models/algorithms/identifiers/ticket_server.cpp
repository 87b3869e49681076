#include "models/algorithms/identifiers/ticket_server.h"

#include <algorithm>  // max
#include <limits>     // numeric_limits

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

TicketServer::TicketServer(const Options& options) : options_(options) {
  require(options.first >= 0, "first must not be negative");
  require(options.stride >= 1, "stride must be at least 1");
  require(options.block >= 1, "block must be at least 1");
}

std::optional<TicketServer::Range> TicketServer::take(std::int64_t count) {
  NAPKIN_CONTRACT(count >= 1);
  constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
  const Wide taken = Wide{taken_} + count;
  if (options_.first + (taken - 1) * options_.stride > kMost) {
    return std::nullopt;
  }
  const bool writes = taken > promised_;
  if (writes) {
    promised_ = saturated(std::max(taken, Wide{promised_} + options_.block));
  }
  const auto first = static_cast<std::int64_t>(options_.first + Wide{taken_} * options_.stride);
  taken_ = static_cast<std::int64_t>(taken);
  return Range{.first = first, .stride = options_.stride, .count = count, .wrote = writes};
}

}  // namespace napkin::algorithms
