#pragma once

#include <cstdint>  // int64_t

#include <benchmark/benchmark.h>

namespace napkin::bench {

/// Times `run(count)` once, on a warm state: what is reported is nanoseconds per event. The number
/// of events is fixed, because setting up a million of them again for each guess takes longer.
template <typename Run>
void run_events(benchmark::State& state, Run&& run) {
  const auto count = static_cast<std::int64_t>(state.max_iterations);
  run(count / 4);
  while (state.KeepRunningBatch(state.max_iterations)) {
    run(count);
  }
}

/// A benchmark to be registered for several sizes.
struct Row {
  const char* name;
  void (*run)(benchmark::State&);
};

/// How many events to time with `pending` of them in the queue.
inline std::int64_t events_for(std::int64_t pending) {
  return pending >= 1'000'000 ? 2'000'000 : 1'000'000;
}

}  // namespace napkin::bench
