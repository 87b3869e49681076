#include <array>
#include <stdexcept>
#include <string>

#include "models/algorithms/cache/cache_policy.h"
#include "models/algorithms/cache/lru.h"

namespace napkin::algorithms {
namespace {

constexpr std::array<std::string_view, 1> kNames = {"lru"};

}  // namespace

std::span<const std::string_view> cache_policy_names() {
  return kNames;
}

std::unique_ptr<CachePolicy> make_cache_policy(std::string_view name, std::uint64_t capacity) {
  if (name == "lru") {
    return std::make_unique<LruPolicy>(capacity);
  }
  std::string message = "no cache policy is called \"" + std::string(name) + "\"; there are:";
  for (const std::string_view known : kNames) {
    message += " " + std::string(known);
  }
  throw std::invalid_argument(message);
}

}  // namespace napkin::algorithms
