#pragma once

#include <cstdint>  // int64_t

namespace napkin::analysis {

/// What theory says about one station in steady state. Times are in the unit of the mean service.
struct QueueMeans {
  double utilisation = 0;  ///< of a server, 0..1
  double wait = 0;         ///< mean time before service
  double response = 0;     ///< mean time from arrival to departure
  double delayed = 0;      ///< probability that a request has to wait
  double inside = 0;       ///< mean number waiting and in service
  bool is_stable = true;   ///< false: the line grows for ever, and nothing above but the
                           ///< utilisation means anything
};

/// Probability that all of `servers` are busy with `offered` = arrival rate x mean service when
/// nobody waits: Erlang's loss formula. Recursive, exact to rounding. Requires: servers >= 0,
/// offered >= 0.
[[nodiscard]] double erlang_b(std::int64_t servers, double offered);

/// Probability of having to wait when everybody waits: Erlang's delay formula. 1 when the station
/// is overloaded.
[[nodiscard]] double erlang_c(std::int64_t servers, double offered);

/// M/M/c, first come first served. Requires: rate >= 0, mean_service > 0, servers >= 1.
[[nodiscard]] QueueMeans markov_queue(double rate, double mean_service, std::int64_t servers);

/// M/G/1, first come first served: the formula of Pollaczek and Khinchine. `variation` is the
/// squared coefficient of variation of the service time.
[[nodiscard]] QueueMeans general_queue(double rate, double mean_service, double variation);

/// M/G/1 under processor sharing: of the law only the mean counts. `wait` is what is spent beyond
/// one's own service.
[[nodiscard]] QueueMeans shared_queue(double rate, double mean_service);

}  // namespace napkin::analysis
