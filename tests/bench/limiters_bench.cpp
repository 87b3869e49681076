// Nanoseconds for each decision of a limiter, beside the token bucket that everyone writes first:
// two doubles.
#include <algorithm>
#include <string_view>

#include <benchmark/benchmark.h>

#include "models/algorithms/limiters/limiter_registry.h"

namespace napkin::algorithms {
namespace {

/// Calls come every 900 ns on average against a limit of one each microsecond: both answers are
/// seen.
constexpr Rate kRate{1'000'000, 1s};

Time next_call(Time now) {
  return now + 600ns + Duration{now.count() * 7 % 601};
}

class FloatingTokenBucket {
 public:
  bool take(Time now) {
    tokens_ = std::min(100.0, tokens_ + static_cast<double>((now - last_).count()) * 1e-3);
    last_ = now;
    if (tokens_ < 1.0) {
      return false;
    }
    tokens_ -= 1.0;
    return true;
  }

 private:
  double tokens_ = 100.0;
  Time last_{};
};

void two_doubles(benchmark::State& state) {
  FloatingTokenBucket bucket;
  Time now{};
  for (auto _ : state) {
    now = next_call(now);
    benchmark::DoNotOptimize(bucket.take(now));
  }
}

void limiter(benchmark::State& state, std::string_view name) {
  const auto limiter = make_limiter(name, {.rate = {kRate.count / 10'000, kRate.per / 10'000}});
  Time now{};
  for (auto _ : state) {
    now = next_call(now);
    benchmark::DoNotOptimize(limiter->take(now));
  }
}

BENCHMARK(two_doubles);
BENCHMARK_CAPTURE(limiter, token_bucket, "token_bucket");
BENCHMARK_CAPTURE(limiter, gcra, "gcra");
BENCHMARK_CAPTURE(limiter, leaking_bucket, "leaking_bucket");
BENCHMARK_CAPTURE(limiter, fixed_window, "fixed_window");
BENCHMARK_CAPTURE(limiter, sliding_window_log, "sliding_window_log");
BENCHMARK_CAPTURE(limiter, sliding_window_counter, "sliding_window_counter");

}  // namespace
}  // namespace napkin::algorithms
