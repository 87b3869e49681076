#include "models/algorithms/balancing/balancer_registry.h"

#include <array>  // to_array

#include "models/algorithms/balancing/least_loaded.h"
#include "models/algorithms/balancing/random_choice.h"
#include "models/algorithms/balancing/round_robin.h"
#include "models/algorithms/base/by_name.h"

namespace napkin::algorithms {

namespace {

using Made = std::unique_ptr<Balancer>;
using Maker = Made (*)();

template <class Policy>
Made make() {
  return std::make_unique<Policy>();
}

template <class Policy>
Made make_with_defaults() {
  return std::make_unique<Policy>(typename Policy::Options{});
}

Made make_choices_by_latency() {
  return std::make_unique<PowerOfChoices>(
      PowerOfChoices::Options{.measure = PowerOfChoices::Measure::kLatency});
}

constexpr auto kKnown = std::to_array<Named<Maker>>({
    {"ip_hash", make<HashChoice>},
    {"least_connections", make<LeastConnections>},
    {"least_latency", make_with_defaults<LeastLatency>},
    {"power_of_two_choices", make_with_defaults<PowerOfChoices>},
    {"power_of_two_choices_latency", make_choices_by_latency},
    {"random", make<RandomChoice>},
    {"round_robin", make<RoundRobin>},
    {"smooth_weighted_round_robin", make<SmoothWeightedRoundRobin>},
    {"url_hash", make<HashChoice>},
});

constexpr auto kNames = names_of(kKnown);

}  // namespace

std::span<const std::string_view> balancer_names() {
  return kNames;
}

std::unique_ptr<Balancer> make_balancer(std::string_view name) {
  return maker_of(kKnown, name, "balancer")();
}

}  // namespace napkin::algorithms
