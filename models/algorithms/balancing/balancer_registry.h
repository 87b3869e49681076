#pragma once

#include <memory>       // unique_ptr
#include <span>         // span
#include <string_view>  // string_view

#include "models/algorithms/balancing/balancer.h"

namespace napkin::algorithms {

/// The names that make_balancer knows, sorted: ip_hash, least_connections, least_latency,
/// power_of_two_choices, power_of_two_choices_latency, random, round_robin,
/// smooth_weighted_round_robin, url_hash. The two hashes are one policy; what is hashed is the
/// caller's.
[[nodiscard]] std::span<const std::string_view> balancer_names();

/// A balancer with its default options. Throws std::invalid_argument for an unknown name.
[[nodiscard]] std::unique_ptr<Balancer> make_balancer(std::string_view name);

}  // namespace napkin::algorithms
