#include "sim/analysis/closed_network.h"

#include <algorithm>

#define EIGEN_DONT_VECTORIZE  // see birth_death.cpp
#include <Eigen/Core>

#include "sim/kernel/assert.h"

namespace napkin::analysis {

namespace {

double demand_of(const ClosedStation& station) {
  NAPKIN_ASSERT(station.servers >= 1 && station.mean_service >= 0 && station.visits >= 0);
  return station.visits * station.mean_service;
}

/// One server each: an arrival sees the network without itself.
ClosedNetworkMeans add_users_one_by_one(const std::vector<ClosedStation>& stations,
                                        double think,
                                        std::int64_t users) {
  ClosedNetworkMeans means;
  means.inside.resize(stations.size());
  std::vector<double> times(stations.size());
  for (std::int64_t count = 1; count <= users; ++count) {
    means.response = 0;
    for (std::size_t index = 0; index < stations.size(); ++index) {
      times[index] = demand_of(stations[index]) * (1 + means.inside[index]);
      means.response += times[index];
    }
    means.throughput = static_cast<double>(count) / (think + means.response);
    for (std::size_t index = 0; index < stations.size(); ++index) {
      means.inside[index] = means.throughput * times[index];
    }
  }
  return means;
}

/// Weights of 0, 1, 2 ... users, up to a factor that all share: only their ratios mean something.
using Weights = Eigen::ArrayXd;

/// Of a place that serves min(n, servers) at once, each for `demand`.
Weights weights_of(double demand, std::int64_t servers, std::int64_t users) {
  Weights weights = Weights::Zero(users + 1);
  weights(0) = 1;
  for (std::int64_t count = 1; count <= users; ++count) {
    weights(count) = weights(count - 1) * demand / static_cast<double>(std::min(count, servers));
    if (weights(count) > 1e100) {
      weights /= weights(count);
    }
  }
  return weights;
}

/// Of two places together.
Weights together(const Weights& a, const Weights& b) {
  Weights sum = Weights::Zero(a.size());
  for (Eigen::Index count = 0; count < a.size(); ++count) {
    for (Eigen::Index here = 0; here <= count; ++here) {
      sum(count) += a(here) * b(count - here);
    }
  }
  return sum / sum.maxCoeff();
}

/// The most that the network can do: times in units of its inverse keep the weights near 1.
double highest_throughput(const std::vector<ClosedStation>& stations,
                          double think,
                          std::int64_t users) {
  double sum = think;
  for (const ClosedStation& station : stations) {
    sum += demand_of(station);
  }
  double highest = static_cast<double>(users) / sum;
  for (const ClosedStation& station : stations) {
    if (demand_of(station) > 0) {
      highest = std::min(highest, static_cast<double>(station.servers) / demand_of(station));
    }
  }
  return highest;
}

/// Any number of servers, by the product form: only sums of positive terms. The recursion of mean
/// value analysis with several servers takes small probabilities as differences, and is of no use
/// beyond some hundred users.
ClosedNetworkMeans weigh_all_states(const std::vector<ClosedStation>& stations,
                                    double think,
                                    std::int64_t users) {
  const double scale = highest_throughput(stations, think, users);
  std::vector<Weights> places;
  for (const ClosedStation& station : stations) {
    places.push_back(weights_of(demand_of(station) * scale, station.servers, users));
  }
  places.push_back(weights_of(think * scale, users, users));
  ClosedNetworkMeans means;
  for (std::size_t index = 0; index < places.size(); ++index) {
    Weights others = Weights::Zero(users + 1);
    others(0) = 1;
    for (std::size_t other = 0; other < places.size(); ++other) {
      others = other == index ? others : together(others, places[other]);
    }
    double inside = 0;
    double all = 0;
    for (Eigen::Index count = 0; count <= users; ++count) {
      const double weight = places[index](count) * others(users - count);
      inside += static_cast<double>(count) * weight;
      all += weight;
    }
    means.inside.push_back(inside / all);
  }
  Weights whole = Weights::Zero(users + 1);
  whole(0) = 1;
  for (const Weights& place : places) {
    whole = together(whole, place);
  }
  means.throughput = scale * whole(users - 1) / whole(users);
  means.inside.pop_back();
  means.response = static_cast<double>(users) / means.throughput - think;
  return means;
}

}  // namespace

ClosedNetworkMeans solve_closed_network(const std::vector<ClosedStation>& stations,
                                        double think,
                                        std::int64_t users) {
  NAPKIN_ASSERT(users >= 0 && think >= 0);
  const bool one_each = std::all_of(
      stations.begin(), stations.end(), [](const ClosedStation& one) { return one.servers == 1; });
  ClosedNetworkMeans means = one_each || users == 0 ? add_users_one_by_one(stations, think, users)
                                                    : weigh_all_states(stations, think, users);
  for (const ClosedStation& station : stations) {
    means.utilisation.push_back(means.throughput * demand_of(station) /
                                static_cast<double>(station.servers));
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
