#include "models/algorithms/limiters/limiter_registry.h"

#include <array>      // array
#include <stdexcept>  // invalid_argument
#include <string>     // string

#include "models/algorithms/base/contract.h"
#include "models/algorithms/limiters/fixed_window.h"
#include "models/algorithms/limiters/gcra.h"
#include "models/algorithms/limiters/leaking_bucket.h"
#include "models/algorithms/limiters/sliding_window_counter.h"
#include "models/algorithms/limiters/sliding_window_log.h"
#include "models/algorithms/limiters/token_bucket.h"

namespace napkin::algorithms {

namespace {

constexpr std::array<std::string_view, 6> kNames = {"fixed_window",
                                                    "gcra",
                                                    "leaking_bucket",
                                                    "sliding_window_counter",
                                                    "sliding_window_log",
                                                    "token_bucket"};

}  // namespace

std::span<const std::string_view> limiter_names() {
  return kNames;
}

std::unique_ptr<Limiter> make_limiter(std::string_view name, const LimiterOptions& options) {
  require(options.burst >= 0, "burst must be at least 0");
  const Rate rate = options.rate;
  const std::int64_t burst = options.burst == 0 ? rate.count : options.burst;
  if (name == "fixed_window") {
    return std::make_unique<FixedWindow>(rate);
  }
  if (name == "gcra") {
    return std::make_unique<Gcra>(Gcra::Options{.burst = burst, .rate = rate});
  }
  if (name == "leaking_bucket") {
    return std::make_unique<LeakingBucket>(LeakingBucket::Options{.capacity = burst, .rate = rate});
  }
  if (name == "sliding_window_counter") {
    return std::make_unique<SlidingWindowCounter>(rate);
  }
  if (name == "sliding_window_log") {
    return std::make_unique<SlidingWindowLog>(SlidingWindowLog::Options{.rate = rate});
  }
  if (name == "token_bucket") {
    return std::make_unique<TokenBucket>(TokenBucket::Options{.capacity = burst, .rate = rate});
  }
  throw std::invalid_argument("unknown limiter '" + std::string(name) + "'");
}

}  // namespace napkin::algorithms
