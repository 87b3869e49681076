#pragma once

#include <cstdint>  // int64_t
#include <string>   // string
#include <vector>   // vector

#include "sim/analysis/queue.h"

namespace napkin::analysis {

/// A station of an open network of queues, in Jackson's sense: exponential service or processor
/// sharing, and requests that go on by chance.
struct OpenStation {
  std::string name;
  double arrivals = 0;  ///< from outside, per unit of time
  double mean_service = 1;
  std::int64_t servers = 1;
  std::vector<double> routes;  ///< probability to go on to each station; the rest leaves
};

struct OpenNetworkMeans {
  std::vector<double> rates;  ///< what arrives at each station, from outside and from others
  std::vector<QueueMeans> stations;
  double response = 0;  ///< mean time from the arrival of a request to when it leaves the network
  bool is_stable = true;
};

/// The traffic equations rate = arrivals + routes^T rate, solved; then each station as a queue of
/// its own, which is exact here. Source: J. R. Jackson, "Networks of waiting lines", Operations
/// Research 5(4), 1957.
///
/// Throws std::invalid_argument when requests cannot leave, or a station routes more than it gets.
[[nodiscard]] OpenNetworkMeans solve_open_network(const std::vector<OpenStation>& stations);

/// The traffic equations alone. Here a request may cause several others, so `routes` may sum to
/// more than 1; throws std::invalid_argument when that never ends.
[[nodiscard]] std::vector<double> solve_traffic(const std::vector<OpenStation>& stations);

}  // namespace napkin::analysis
