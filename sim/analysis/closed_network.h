#pragma once

#include <cstdint>  // int64_t
#include <string>   // string
#include <vector>   // vector

namespace napkin::analysis {

/// A station of a closed network, visited `visits` times a cycle.
struct ClosedStation {
  std::string name;
  double visits = 1;
  double mean_service = 1;
  std::int64_t servers = 1;
};

struct ClosedNetworkMeans {
  double throughput = 0;            ///< cycles per unit of time
  double response = 0;              ///< of a cycle, without thinking
  std::vector<double> inside;       ///< mean number at each station
  std::vector<double> utilisation;  ///< of a server of each
};

/// Exact means of a network in which `users` think for `think` on average, pass the stations, and
/// begin anew: by mean value analysis where every station has one server, in O(users x stations);
/// else by the weights of all states, in O(users^2 x stations^2). Exact for exponential service
/// first come first served, and for processor sharing with any law.
///
/// Source: Reiser and Lavenberg, "Mean-value analysis of closed multichain queuing networks", JACM
/// 27(2), 1980; Buzen, "Computational algorithms for closed queueing networks with exponential
/// servers", CACM 16(9), 1973. Requires: users >= 0, think >= 0, and some time in a cycle.
[[nodiscard]] ClosedNetworkMeans solve_closed_network(const std::vector<ClosedStation>& stations,
                                                      double think,
                                                      std::int64_t users);

/// Users at whom the two asymptotes of the throughput cross, users / (think + demands) and 1 /
/// (largest demand): beyond, they wait for each other. Of stations with one server.
[[nodiscard]] double saturation_users(const std::vector<ClosedStation>& stations, double think);

}  // namespace napkin::analysis
