#pragma once

#include <cstdint>  // int64_t, uint8_t
#include <memory>   // unique_ptr
#include <string>   // string

#include "sim/station/queue_station.h"

namespace napkin {

/// In which order work gets the servers of a station, and whether it can lose one again.
enum class ServiceOrder : std::uint8_t {
  kFirstInFirstOut,
  kLastInFirstOut,
  kPriority,            ///< most urgent first; who is served is not interrupted
  kPreemptivePriority,  ///< most urgent first; interrupts who is less urgent
  kShortestRemaining,   ///< least work left first; interrupts who has more
  kProcessorSharing,    ///< all at once, each at its share of the servers
};

/// A station of any discipline, as a scenario describes one.
struct StationOptions {
  std::int64_t servers = 1;                      ///< >= 1; Station::kUnbounded: nobody waits
  std::int64_t servers_max = 0;                  ///< see QueueStation::Options; 0: as `servers`
  std::int64_t queue_max = Station::kUnbounded;  ///< jobs that may wait
  ServiceOrder order = ServiceOrder::kFirstInFirstOut;
  QueueStation::WhenFull when_full = QueueStation::WhenFull::kReject;
};

/// Whether a station of this discipline lets everybody finish: only then can it bring in further
/// servers when its queue is full, or drop who waits.
[[nodiscard]] constexpr bool is_queue(ServiceOrder order) {
  return order == ServiceOrder::kFirstInFirstOut || order == ServiceOrder::kLastInFirstOut ||
         order == ServiceOrder::kPriority;
}

/// Requires: what only a queue can do is asked of a queue.
[[nodiscard]] std::unique_ptr<Station> make_station(Kernel& kernel,
                                                    std::string name,
                                                    const StationOptions& options);

}  // namespace napkin
