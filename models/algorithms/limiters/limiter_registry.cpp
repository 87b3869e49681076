#include "models/algorithms/limiters/limiter_registry.h"

#include <array>  // to_array

#include "models/algorithms/base/by_name.h"
#include "models/algorithms/base/contract.h"
#include "models/algorithms/limiters/fixed_window.h"
#include "models/algorithms/limiters/gcra.h"
#include "models/algorithms/limiters/leaking_bucket.h"
#include "models/algorithms/limiters/sliding_window_counter.h"
#include "models/algorithms/limiters/sliding_window_log.h"
#include "models/algorithms/limiters/token_bucket.h"

namespace napkin::algorithms {

namespace {

using Made = std::unique_ptr<Limiter>;
using Maker = Made (*)(Rate rate, std::int64_t burst);

template <class Window>
Made make_window(Rate rate, std::int64_t /*burst*/) {
  return std::make_unique<Window>(rate);
}

template <class Bucket>
Made make_bucket(Rate rate, std::int64_t burst) {
  return std::make_unique<Bucket>(typename Bucket::Options{.capacity = burst, .rate = rate});
}

Made make_gcra(Rate rate, std::int64_t burst) {
  return std::make_unique<Gcra>(Gcra::Options{.burst = burst, .rate = rate});
}

Made make_sliding_window_log(Rate rate, std::int64_t /*burst*/) {
  return std::make_unique<SlidingWindowLog>(SlidingWindowLog::Options{.rate = rate});
}

constexpr auto kKnown = std::to_array<Named<Maker>>({
    {"fixed_window", make_window<FixedWindow>},
    {"gcra", make_gcra},
    {"leaking_bucket", make_bucket<LeakingBucket>},
    {"sliding_window_counter", make_window<SlidingWindowCounter>},
    {"sliding_window_log", make_sliding_window_log},
    {"token_bucket", make_bucket<TokenBucket>},
});

constexpr auto kNames = names_of(kKnown);

}  // namespace

std::span<const std::string_view> limiter_names() {
  return kNames;
}

std::unique_ptr<Limiter> make_limiter(std::string_view name, const LimiterOptions& options) {
  require(options.burst >= 0, "burst must be at least 0");
  const std::int64_t burst = options.burst == 0 ? options.rate.count : options.burst;
  return maker_of(kKnown, name, "limiter")(options.rate, burst);
}

}  // namespace napkin::algorithms
