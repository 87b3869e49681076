#include "sim/station/service_order.h"

#include <utility>

#include "sim/station/preemptive_station.h"
#include "sim/station/shared_station.h"

namespace napkin {

namespace {

QueueStation::Order order_of(ServiceOrder order) {
  switch (order) {
    case ServiceOrder::kLastInFirstOut:
      return QueueStation::Order::kLastInFirstOut;
    case ServiceOrder::kPriority:
      return QueueStation::Order::kPriority;
    default:
      return QueueStation::Order::kFirstInFirstOut;
  }
}

std::unique_ptr<Station> make_preemptive(Kernel& kernel,
                                         std::string name,
                                         const StationOptions& options,
                                         PreemptiveStation::Order order) {
  return std::make_unique<PreemptiveStation>(
      kernel,
      std::move(name),
      PreemptiveStation::Options{
          .servers = options.servers, .queue_max = options.queue_max, .order = order});
}

std::unique_ptr<Station> make_shared(Kernel& kernel,
                                     std::string name,
                                     const StationOptions& options) {
  const std::int64_t room = Station::kUnbounded - options.servers;
  const std::int64_t jobs_max =
      options.queue_max > room ? Station::kUnbounded : options.servers + options.queue_max;
  return std::make_unique<SharedStation>(
      kernel,
      std::move(name),
      SharedStation::Options{.servers = options.servers, .jobs_max = jobs_max});
}

}  // namespace

std::unique_ptr<Station> make_station(Kernel& kernel,
                                      std::string name,
                                      const StationOptions& options) {
  if (is_queue(options.order)) {
    return std::make_unique<QueueStation>(kernel,
                                          std::move(name),
                                          QueueStation::Options{.servers = options.servers,
                                                                .servers_max = options.servers_max,
                                                                .queue_max = options.queue_max,
                                                                .order = order_of(options.order),
                                                                .when_full = options.when_full});
  }
  NAPKIN_ASSERT(options.servers_max == 0 && options.when_full == QueueStation::WhenFull::kReject);
  if (options.order == ServiceOrder::kProcessorSharing) {
    return make_shared(kernel, std::move(name), options);
  }
  return make_preemptive(kernel,
                         std::move(name),
                         options,
                         options.order == ServiceOrder::kShortestRemaining
                             ? PreemptiveStation::Order::kShortestRemainingFirst
                             : PreemptiveStation::Order::kPriority);
}

}  // namespace napkin
