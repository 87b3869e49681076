// Nanoseconds and bytes per entry of counters and de-duplication, beside std::unordered_map.
#include <chrono>
#include <cstdint>
#include <unordered_map>

#include <benchmark/benchmark.h>

#include "models/algorithms/counters/compact_counter_table.h"
#include "models/algorithms/counters/write_merger.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/queue/deduplication_window.h"

namespace napkin::algorithms {
namespace {

void compact_counter_table_add(benchmark::State& state) {
  const auto keys = static_cast<std::uint64_t>(state.range(0));
  CompactCounterTable counts;
  for (std::uint64_t key = 0; key < keys; ++key) {
    counts.add(key, 0, 1);
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(counts.add(mix64(++call) % keys, 0, 1));
  }
  state.counters["bytes_per_key"] =
      static_cast<double>(counts.memory_bytes()) / static_cast<double>(keys);
}

BENCHMARK(compact_counter_table_add)->Arg(10'000)->Arg(1'000'000);

void unordered_map_add(benchmark::State& state) {
  const auto keys = static_cast<std::uint64_t>(state.range(0));
  std::unordered_map<std::uint64_t, std::uint32_t> counts;
  for (std::uint64_t key = 0; key < keys; ++key) {
    counts[key] = 1;
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(++counts[mix64(++call) % keys]);
  }
}

BENCHMARK(unordered_map_add)->Arg(10'000)->Arg(1'000'000);

void write_merger_add(benchmark::State& state) {
  WriteMerger merger({.keys_max = 10'000});
  std::uint64_t call = 0;
  for (auto _ : state) {
    merger.add(mix64(++call) % 20'000, 1, Time{});
    if (merger.is_due(Time{})) {
      benchmark::DoNotOptimize(merger.flush());
    }
  }
}

BENCHMARK(write_merger_add);

void deduplication_window_first_sight(benchmark::State& state) {
  DeduplicationWindow seen({.window = Time(state.range(0)), .ids_max = 10'000'000});
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    const std::uint64_t id = mix64(call - (call % 10 == 0 ? 5 : 0));  // one in ten comes twice
    benchmark::DoNotOptimize(seen.first_sight(id, Time(call)));
  }
  if (seen.size() > 0) {
    state.counters["bytes_per_id"] =
        static_cast<double>(seen.memory_bytes()) / static_cast<double>(seen.size());
  }
}

BENCHMARK(deduplication_window_first_sight)->Arg(10'000)->Arg(1'000'000);

}  // namespace
}  // namespace napkin::algorithms
