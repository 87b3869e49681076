#include "models/algorithms/balancing/balancer_registry.h"

#include <array>      // array
#include <stdexcept>  // invalid_argument
#include <string>     // string

#include "models/algorithms/balancing/least_loaded.h"
#include "models/algorithms/balancing/random_choice.h"
#include "models/algorithms/balancing/round_robin.h"

namespace napkin::algorithms {

namespace {

constexpr std::array<std::string_view, 9> kNames = {"ip_hash",
                                                    "least_connections",
                                                    "least_latency",
                                                    "power_of_two_choices",
                                                    "power_of_two_choices_latency",
                                                    "random",
                                                    "round_robin",
                                                    "smooth_weighted_round_robin",
                                                    "url_hash"};

}  // namespace

std::span<const std::string_view> balancer_names() {
  return kNames;
}

std::unique_ptr<Balancer> make_balancer(std::string_view name) {
  if (name == "ip_hash" || name == "url_hash") {
    return std::make_unique<HashChoice>();
  }
  if (name == "least_connections") {
    return std::make_unique<LeastConnections>();
  }
  if (name == "least_latency") {
    return std::make_unique<LeastLatency>(LeastLatency::Options{});
  }
  if (name == "power_of_two_choices") {
    return std::make_unique<PowerOfChoices>(PowerOfChoices::Options{});
  }
  if (name == "power_of_two_choices_latency") {
    return std::make_unique<PowerOfChoices>(
        PowerOfChoices::Options{.measure = PowerOfChoices::Measure::kLatency});
  }
  if (name == "random") {
    return std::make_unique<RandomChoice>();
  }
  if (name == "round_robin") {
    return std::make_unique<RoundRobin>();
  }
  if (name == "smooth_weighted_round_robin") {
    return std::make_unique<SmoothWeightedRoundRobin>();
  }
  throw std::invalid_argument("unknown balancer '" + std::string(name) + "'");
}

}  // namespace napkin::algorithms
