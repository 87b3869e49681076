#include "sim/analysis/closed_network.h"

#include <algorithm>

#define EIGEN_DONT_VECTORIZE  // see birth_death.cpp
#include <Eigen/Core>

#include "sim/kernel/assert.h"

namespace napkin::analysis {

namespace {

/// One station while the users are added one by one.
class StationState {
 public:
  StationState(const ClosedStation& station, std::int64_t users)
      : station_(station),
        shares_(Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(std::min(station.servers, users)))) {
    NAPKIN_ASSERT(station.servers >= 1 && station.mean_service >= 0 && station.visits >= 0);
    if (shares_.size() > 0) {
      shares_(0) = 1;
    }
  }

  /// Mean time there in a cycle, for one more user than before: an arrival sees the network
  /// without itself.
  [[nodiscard]] double time_in_cycle() const {
    const auto servers = static_cast<double>(station_.servers);
    double idle = 0;  // servers free, for each number below `servers` that is inside
    for (Eigen::Index busy = 0; busy + 1 < shares_.size(); ++busy) {
      idle += (servers - 1 - static_cast<double>(busy)) * shares_(busy);
    }
    const double one = station_.mean_service / servers * (1 + inside_ + idle);
    return station_.visits * one;
  }

  void set_throughput(double throughput, double time) {
    inside_ = throughput * time;
    const auto servers = static_cast<double>(station_.servers);
    const double busy = throughput * station_.visits * station_.mean_service;
    utilisation_ = busy / servers;
    if (shares_.size() < 2) {
      return;
    }
    // From the top, because each state is reached from the one below with one user less.
    for (Eigen::Index level = shares_.size() - 1; level > 0; --level) {
      shares_(level) = busy / static_cast<double>(level) * shares_(level - 1);
    }
    double unused = busy;
    for (Eigen::Index level = 1; level < shares_.size(); ++level) {
      unused += (servers - static_cast<double>(level)) * shares_(level);
    }
    shares_(0) = std::max(0.0, 1 - unused / servers);
  }

  [[nodiscard]] double inside() const { return inside_; }

  [[nodiscard]] double utilisation() const { return utilisation_; }

 private:
  const ClosedStation& station_;
  Eigen::ArrayXd shares_;  // probability of 0, 1, ... below `servers` inside
  double inside_ = 0;
  double utilisation_ = 0;
};

}  // namespace

ClosedNetworkMeans solve_closed_network(const std::vector<ClosedStation>& stations,
                                        double think,
                                        std::int64_t users) {
  NAPKIN_ASSERT(users >= 0 && think >= 0);
  std::vector<StationState> states;
  for (const ClosedStation& station : stations) {
    states.emplace_back(station, std::max<std::int64_t>(users, 1));
  }
  ClosedNetworkMeans means;
  for (std::int64_t count = 1; count <= users; ++count) {
    std::vector<double> times;
    means.response = 0;
    for (const StationState& state : states) {
      times.push_back(state.time_in_cycle());
      means.response += times.back();
    }
    means.throughput = static_cast<double>(count) / (think + means.response);
    for (std::size_t index = 0; index < states.size(); ++index) {
      states[index].set_throughput(means.throughput, times[index]);
    }
  }
  for (const StationState& state : states) {
    means.inside.push_back(state.inside());
    means.utilisation.push_back(state.utilisation());
  }
  return means;
}

double saturation_users(const std::vector<ClosedStation>& stations, double think) {
  double sum = think;
  double largest = 0;
  for (const ClosedStation& station : stations) {
    const double demand = station.visits * station.mean_service;
    sum += demand;
    largest = std::max(largest, demand);
  }
  return largest > 0 ? sum / largest : 0;
}

}  // namespace napkin::analysis
