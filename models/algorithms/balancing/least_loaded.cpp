#include "models/algorithms/balancing/least_loaded.h"

#include <algorithm>  // find, max
#include <array>      // array

#include "models/algorithms/balancing/choose.h"
#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/deterministic_math.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

/// More than any latency, in nanoseconds: a day and a half.
constexpr double kUnknownLatencyNs = 0x1p47;

/// Draws of an unavailable or repeated server before all servers are looked at.
constexpr std::uint64_t kDrawsPerChoice = 8;

}  // namespace

std::optional<std::size_t> LeastConnections::pick(std::span<Backend> backends, const Call& call) {
  return choose_least(backends, call.random, weighted_in_flight);
}

PeakLatency::PeakLatency(Duration decay) : decay_ns_(static_cast<double>(decay.count())) {
  require(decay > 0ns, "decay must be positive");
}

void PeakLatency::learn(Backend& backend, Time now, Duration latency) const {
  const auto latency_ns = static_cast<double>(latency.count());
  const double faded_share = fading(backend, now);
  // Against the average as it was, not as it has faded: a peak is what exceeds everything
  // remembered.
  backend.latency_ns = latency_ns > backend.latency_ns
                           ? latency_ns
                           : backend.latency_ns * faded_share + latency_ns * (1.0 - faded_share);
  backend.latency_at = std::max(backend.latency_at, now);
}

double PeakLatency::load(const Backend& backend, Time now) const {
  if (backend.latency_ns == 0.0) {
    return backend.in_flight == 0 ? 0.0 : kUnknownLatencyNs + backend.in_flight;
  }
  const double average_ns = backend.latency_ns * fading(backend, now);
  return average_ns * (backend.in_flight + 1.0) / backend.weight;
}

double PeakLatency::fading(const Backend& backend, Time now) const {
  const Duration age = std::max(0ns, now - backend.latency_at);
  return natural_exp(-static_cast<double>(age.count()) / decay_ns_);
}

std::optional<std::size_t> LeastLatency::pick(std::span<Backend> backends, const Call& call) {
  return choose_least(backends, call.random, [&](const Backend& backend) {
    return latency_.load(backend, call.now);
  });
}

void LeastLatency::learn(Backend& backend, Time now, Duration latency) {
  latency_.learn(backend, now, latency);
}

PowerOfChoices::PowerOfChoices(const Options& options)
    : options_(options), latency_(options.decay) {
  require(options.choices >= 1 && options.choices <= kChoicesMax, "choices must be within 1..8");
}

std::optional<std::size_t> PowerOfChoices::pick(std::span<Backend> backends, const Call& call) {
  if (options_.choices >= backends.size()) {
    return pick_of_all(backends, call);
  }
  std::array<std::size_t, kChoicesMax> drawn{};
  std::size_t count = 0;
  std::optional<std::size_t> best;
  for (std::uint64_t draw = 0; count < options_.choices; ++draw) {
    if (draw == kDrawsPerChoice * options_.choices) {
      return pick_of_all(backends, call);
    }
    const std::size_t index = scale_down(mix64(call.random, draw), backends.size());
    const std::size_t* const end = drawn.data() + count;
    if (!backends[index].is_eligible() ||
        std::find<const std::size_t*>(drawn.data(), end, index) != end) {
      continue;
    }
    drawn[count++] = index;
    if (!best || is_less_loaded(backends[index], backends[*best], call.now)) {
      best = index;
    }
  }
  return best;
}

bool PowerOfChoices::is_less_loaded(const Backend& a, const Backend& b, Time now) const {
  if (options_.measure == Measure::kInFlight) {
    return weighted_in_flight(a) < weighted_in_flight(b);
  }
  return latency_.load(a, now) < latency_.load(b, now);
}

std::optional<std::size_t> PowerOfChoices::pick_of_all(std::span<Backend> backends,
                                                       const Call& call) const {
  if (options_.measure == Measure::kInFlight) {
    return choose_least(backends, call.random, weighted_in_flight);
  }
  return choose_least(backends, call.random, [&](const Backend& backend) {
    return latency_.load(backend, call.now);
  });
}

void PowerOfChoices::learn(Backend& backend, Time now, Duration latency) {
  if (options_.measure == Measure::kLatency) {
    latency_.learn(backend, now, latency);
  }
}

}  // namespace napkin::algorithms
