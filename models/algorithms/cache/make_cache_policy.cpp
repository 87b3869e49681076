#include <array>

#include "models/algorithms/base/by_name.h"
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

std::unique_ptr<CachePolicy> make_qd_lp_fifo(std::uint64_t capacity) {
  return std::make_unique<S3FifoPolicy>(capacity, S3FifoPolicy::Options{.uses_to_stay = 1});
}

std::unique_ptr<CachePolicy> make_perfect_lfu(std::uint64_t capacity) {
  return std::make_unique<LfuPolicy>(capacity, LfuPolicy::History::kAll);
}

constexpr auto kKnown = std::to_array<Named<Maker>>({
    {"2q", make<TwoQueuePolicy>},
    {"arc", make<ArcPolicy>},
    {"clock", make<ClockPolicy>},
    {"fifo", make<FifoPolicy>},
    {"lfu", make<LfuPolicy>},
    {"lirs", make<LirsPolicy>},
    {"lru", make<LruPolicy>},
    {"perfect_lfu", make_perfect_lfu},
    {"qd_lp_fifo", make_qd_lp_fifo},
    {"s3_fifo", make<S3FifoPolicy>},
    {"sieve", make<SievePolicy>},
    {"slru", make<SlruPolicy>},
    {"w_tiny_lfu", make<WTinyLfuPolicy>},
});

constexpr auto kNames = names_of(kKnown);

}  // namespace

std::span<const std::string_view> cache_policy_names() {
  return kNames;
}

std::unique_ptr<CachePolicy> make_cache_policy(std::string_view name, std::uint64_t capacity) {
  return maker_of(kKnown, name, "cache policy")(capacity);
}

}  // namespace napkin::algorithms
