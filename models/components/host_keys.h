#pragma once

#include <optional>  // optional

#include "sim/net/endpoint.h"
#include "sim/scenario/declaration.h"

namespace napkin::components {

/// The machine an instance runs on: keys that every component with hosts has.
struct HostKeys {
  std::int64_t cores = 1;
  std::optional<std::int64_t> cores_max;
  std::int64_t queue = 0;  ///< jobs that may wait for a core
  ServiceOrder order = ServiceOrder::kFirstInFirstOut;
  QueueStation::WhenFull overflow = QueueStation::WhenFull::kReject;
  double bandwidth = 0;
  std::optional<std::int64_t> requests;  ///< inside at once

  /// The host `name`, in the zone that the index of the instance gives.
  [[nodiscard]] Host::Options host(const std::string& name,
                                   const Region& region,
                                   std::size_t index) const;

  /// Bounds the requests inside an instance, if they are to be bounded.
  void limit(Endpoint& instance) const;
};

void declare(Declaration<HostKeys>& keys);

/// Memory of a host and what runs on it, before anything does.
inline constexpr double kHostBytes = 8192;

/// Work on a core of `host`, then the reply of `on_done`: the whole of a request whose cost is
/// known when it arrives. A full queue turns it away.
[[nodiscard]] Task<Reply> work_then_reply(Host& host, Duration work, Reply reply);

}  // namespace napkin::components
