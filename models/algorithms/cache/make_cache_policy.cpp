#include <array>
#include <stdexcept>
#include <string>

#include "models/algorithms/cache/arc.h"
#include "models/algorithms/cache/cache_policy.h"
#include "models/algorithms/cache/clock.h"
#include "models/algorithms/cache/fifo.h"
#include "models/algorithms/cache/lfu.h"
#include "models/algorithms/cache/lirs.h"
#include "models/algorithms/cache/lru.h"
#include "models/algorithms/cache/s3_fifo.h"
#include "models/algorithms/cache/sieve.h"
#include "models/algorithms/cache/slru.h"
#include "models/algorithms/cache/two_queue.h"
#include "models/algorithms/cache/w_tiny_lfu.h"

namespace napkin::algorithms {
namespace {

using Maker = std::unique_ptr<CachePolicy> (*)(std::uint64_t capacity);

template <class Policy>
std::unique_ptr<CachePolicy> make(std::uint64_t capacity) {
  return std::make_unique<Policy>(capacity);
}

struct Known {
  std::string_view name;
  Maker maker;
};

constexpr std::array kKnown = {
    Known{"2q", make<TwoQueuePolicy>},
    Known{"arc", make<ArcPolicy>},
    Known{"clock", make<ClockPolicy>},
    Known{"fifo", make<FifoPolicy>},
    Known{"lfu", make<LfuPolicy>},
    Known{"lirs", make<LirsPolicy>},
    Known{"lru", make<LruPolicy>},
    Known{"s3_fifo", make<S3FifoPolicy>},
    Known{"sieve", make<SievePolicy>},
    Known{"slru", make<SlruPolicy>},
    Known{"w_tiny_lfu", make<WTinyLfuPolicy>},
};

constexpr auto kNames = [] {
  std::array<std::string_view, kKnown.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i] = kKnown[i].name;
  }
  return names;
}();

}  // namespace

std::span<const std::string_view> cache_policy_names() {
  return kNames;
}

std::unique_ptr<CachePolicy> make_cache_policy(std::string_view name, std::uint64_t capacity) {
  std::string message = "no cache policy is called \"" + std::string(name) + "\"; there are:";
  for (const Known& known : kKnown) {
    if (known.name == name) {
      return known.maker(capacity);
    }
    message += " " + std::string(known.name);
  }
  throw std::invalid_argument(message);
}

}  // namespace napkin::algorithms
