#include "models/algorithms/balancing/random_choice.h"

#include "models/algorithms/balancing/choose.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

constexpr int kRehashesMax = 20;

bool is_eligible(const Backend& backend) {
  return backend.is_eligible();
}

}  // namespace

std::optional<std::size_t> RandomChoice::pick(std::span<Backend> backends, const Call& call) {
  return choose_by_weight(backends, call.random, is_eligible);
}

std::optional<std::size_t> HashChoice::pick(std::span<Backend> backends, const Call& call) {
  // Mixed first: the caller's hash may be weak in its high bits, and those decide.
  std::uint64_t hash = call.hash;
  for (int tries = 0; tries <= kRehashesMax; ++tries) {
    hash = mix64(hash, 0);
    const auto index = choose_by_weight(backends, hash, [](const Backend&) { return true; });
    if (index && backends[*index].available) {
      return index;
    }
  }
  return choose_by_weight(backends, hash, is_eligible);
}

}  // namespace napkin::algorithms
