// Nanoseconds that each guard adds to a call.
#include <cstdint>
#include <unordered_map>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/resilience/adaptive_throttle.h"
#include "models/algorithms/resilience/circuit_breaker.h"
#include "models/algorithms/resilience/heartbeat_table.h"
#include "models/algorithms/resilience/phi_accrual_detector.h"
#include "models/algorithms/resilience/retry_budget.h"
#include "models/algorithms/resilience/retry_schedule.h"

namespace napkin::algorithms {
namespace {

void circuit_breaker_admit_and_success(benchmark::State& state) {
  CircuitBreaker breaker({.failure_ratio = 0.5});
  Time now{};
  for (auto _ : state) {
    now += 1us;
    breaker.on_success(*breaker.admit(now), now);
  }
}

void retry_schedule_next(benchmark::State& state) {
  const RetrySchedule schedule({.retries_max = 1 << 30});
  RetryProgress progress;
  for (auto _ : state) {
    benchmark::DoNotOptimize(schedule.next(progress, 0.25));
  }
}

void retry_budget_request(benchmark::State& state) {
  RetryBudget budget({});
  Time now{};
  for (auto _ : state) {
    now += 1us;
    budget.on_request(now);
    benchmark::DoNotOptimize(budget.try_retry(now));
  }
}

void adaptive_throttle_admit(benchmark::State& state) {
  AdaptiveThrottle throttle({});
  Time now{};
  for (auto _ : state) {
    now += 1us;
    benchmark::DoNotOptimize(throttle.admit(now, 0.5));
    throttle.on_accepted(now);
  }
}

void phi_accrual_phi(benchmark::State& state) {
  PhiAccrualDetector detector({});
  Time now{};
  for (int i = 0; i < 2'000; ++i) {
    now += 1s;
    detector.beat(now);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(detector.phi(now + 1100ms));
  }
}

void heartbeat_table_beat(benchmark::State& state) {
  const auto nodes = static_cast<std::uint64_t>(state.range(0));
  HeartbeatTable table({});
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++step;
    table.beat(mix64(step) % nodes, Duration{step});
  }
}

/// The obvious alternative finds the overdue only by looking at everyone.
void unordered_map_beat(benchmark::State& state) {
  const auto nodes = static_cast<std::uint64_t>(state.range(0));
  std::unordered_map<std::uint64_t, Time> table;
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++step;
    table[mix64(step) % nodes] = Duration{step};
  }
}

BENCHMARK(circuit_breaker_admit_and_success);
BENCHMARK(retry_schedule_next);
BENCHMARK(retry_budget_request);
BENCHMARK(adaptive_throttle_admit);
BENCHMARK(phi_accrual_phi);
BENCHMARK(heartbeat_table_beat)->Arg(1'000)->Arg(1'000'000);
BENCHMARK(unordered_map_beat)->Arg(1'000)->Arg(1'000'000);

}  // namespace
}  // namespace napkin::algorithms
