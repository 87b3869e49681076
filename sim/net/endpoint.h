#pragma once

#include <array>     // array
#include <cstdint>   // int64_t
#include <limits>    // numeric_limits
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "sim/kernel/task.h"
#include "sim/net/host.h"
#include "sim/net/request.h"
#include "sim/stats/deferred_histogram.h"

namespace napkin {

/// What one endpoint counted of one operation: traffic, errors, latency.
/// arrived = sum of by_status + killed + in_flight, at any time.
struct alignas(64) OperationCounts {
  OperationId operation{};
  std::int64_t in_flight = 0;  ///< counted apart, so that the sum above can fail
  std::int64_t arrived = 0;
  std::array<std::int64_t, kStatusCount> by_status{};  ///< replies, by Status
  std::int64_t killed = 0;                             ///< handlers that died with their host
  /// Nanoseconds from arrival to reply, of replies that are answers; two digits, because there is
  /// one for each operation of each instance, and together they should fit a cache.
  DeferredHistogram latency{2};
};

/// Everything that can be called: an instance of a component, on a host.
///
/// What stands in between (a balancer, a gateway, a limiter) is an Endpoint too, so anything can
/// stand before anything. Requests arrive through `Network`; each runs as a process of the host.
class Endpoint {
 public:
  /// `host` must outlive the endpoint.
  Endpoint(Host& host, std::string address) : host_(host), address_(std::move(address)) {}

  virtual ~Endpoint() = default;
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  /// Serves one request, as a process on host(). `request` stays where it is until that has ended.
  virtual Task<Reply> handle(const Request& request) = 0;

  /// Serves a request that need not wait for anything, at once and without a process; nothing when
  /// `handle` must do it.
  virtual std::optional<Reply> handle_at_once(const Request& request);

  [[nodiscard]] Host& host() const { return host_; }

  [[nodiscard]] const std::string& address() const { return address_; }

  /// Requests that may be inside at once; beyond, they are turned away as kOverloaded.
  void set_in_flight_max(std::int64_t requests) { in_flight_max_ = requests; }

  [[nodiscard]] std::int64_t in_flight_max() const { return in_flight_max_; }

  /// All its requests now inside.
  [[nodiscard]] std::int64_t in_flight() const { return in_flight_; }

  [[nodiscard]] const std::vector<OperationCounts>& counts() const { return counts_; }

  /// Forgets the past; requests inside count as arrived now.
  void restart_statistics();

 private:
  friend class Packet;

  /// False when one more request would be turned away.
  [[nodiscard]] bool admits() const { return in_flight_ < in_flight_max_; }

  OperationCounts& counts_of(OperationId operation) {
    for (OperationCounts& counts : counts_) {
      if (counts.operation == operation) [[likely]] {
        return counts;
      }
    }
    return add_counts(operation);
  }

  OperationCounts& add_counts(OperationId operation);
  void count_arrival(OperationId operation);
  void count_reply(OperationId operation, Status status, Duration latency);
  void count_kill(OperationId operation);

  Host& host_;
  std::int64_t in_flight_ = 0;
  std::int64_t in_flight_max_ = std::numeric_limits<std::int64_t>::max();
  std::vector<OperationCounts> counts_;  // a handful; searched in order
  std::string address_;
};

inline void Endpoint::count_arrival(OperationId operation) {
  OperationCounts& counts = counts_of(operation);
  ++counts.arrived;
  ++counts.in_flight;
  ++in_flight_;
}

inline void Endpoint::count_reply(OperationId operation, Status status, Duration latency) {
  OperationCounts& counts = counts_of(operation);
  ++counts.by_status[static_cast<std::size_t>(status)];
  --counts.in_flight;
  --in_flight_;
  if (is_answer(status)) {
    counts.latency.record(latency.count());
  }
}

/// Somewhere to send a request: a component of several instances chooses the one to serve it.
class Target {
 public:
  virtual ~Target() = default;

  /// Where its instances are. Callers of other regions have their request routed on arrival.
  [[nodiscard]] virtual Region& region() const = 0;

  /// The instance for `request`, as seen from `caller`; null when none is known to be healthy.
  /// `avoid` is the instance that the last attempt failed at, null on the first.
  virtual Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) = 0;

  /// `route` will soon be asked about `request`, of which key and operation may still change: fetch
  /// into the cache what it will look at. Changes nothing.
  virtual void prefetch_route(const Request&) const {}

  /// How the call to an instance that `route` chose went: what balancing by load or latency needs.
  /// Once for each choice; a call that was given up, or a message that expects no reply, says
  /// nothing about the instance: kRejected.
  virtual void on_outcome(Endpoint& chosen, Status status, Duration latency);
};

}  // namespace napkin
