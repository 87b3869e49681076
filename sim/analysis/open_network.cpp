#include "sim/analysis/open_network.h"

#include <algorithm>
#include <stdexcept>

#define EIGEN_DONT_VECTORIZE  // see birth_death.cpp
#include <Eigen/LU>
#include <fmt/format.h>

namespace napkin::analysis {

namespace {

void check_routes(const OpenStation& station, std::size_t stations) {
  double sum = 0;
  for (const double share : station.routes) {
    sum += share;
    if (share < 0) {
      throw std::invalid_argument(fmt::format("{} routes a negative share", station.name));
    }
  }
  if (sum > 1 + 1e-9 || station.routes.size() > stations) {
    throw std::invalid_argument(fmt::format("{} routes more than it gets", station.name));
  }
}

}  // namespace

std::vector<double> solve_traffic(const std::vector<OpenStation>& stations) {
  if (stations.empty()) {
    return {};
  }
  const auto count = static_cast<Eigen::Index>(stations.size());
  Eigen::MatrixXd balance = Eigen::MatrixXd::Identity(count, count);
  Eigen::VectorXd arrivals(count);
  for (Eigen::Index from = 0; from < count; ++from) {
    const OpenStation& station = stations[static_cast<std::size_t>(from)];
    arrivals(from) = station.arrivals;
    for (std::size_t to = 0; to < station.routes.size(); ++to) {
      balance(static_cast<Eigen::Index>(to), from) -= station.routes[to];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> decomposition(balance);
  if (!decomposition.isInvertible()) {
    throw std::invalid_argument("some requests never leave the network");
  }
  const Eigen::VectorXd rates = decomposition.solve(arrivals);
  if (rates.minCoeff() < -1e-9) {
    throw std::invalid_argument("every request causes more than one other of its kind");
  }
  return {rates.data(), rates.data() + count};
}

OpenNetworkMeans solve_open_network(const std::vector<OpenStation>& stations) {
  for (const OpenStation& station : stations) {
    check_routes(station, stations.size());
  }
  OpenNetworkMeans means;
  means.rates = solve_traffic(stations);
  double inside = 0;
  double arrivals = 0;
  for (std::size_t index = 0; index < stations.size(); ++index) {
    const OpenStation& station = stations[index];
    means.stations.push_back(
        markov_queue(std::max(0.0, means.rates[index]), station.mean_service, station.servers));
    means.is_stable = means.is_stable && means.stations.back().is_stable;
    inside += means.stations.back().inside;
    arrivals += station.arrivals;
  }
  means.response = arrivals > 0 ? inside / arrivals : 0;
  return means;
}

}  // namespace napkin::analysis
