// Nanoseconds and bytes for each item of a sketch, beside the exact standard container it stands
// for.
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/sketches/bloom_filter.h"
#include "models/algorithms/sketches/count_min_sketch.h"
#include "models/algorithms/sketches/counting_bloom_filter.h"
#include "models/algorithms/sketches/cuckoo_filter.h"
#include "models/algorithms/sketches/hyper_log_log.h"
#include "models/algorithms/sketches/reservoir.h"
#include "models/algorithms/sketches/simhash.h"
#include "models/algorithms/sketches/space_saving.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint64_t kItems = 1'000'000;

/// Looks up hashes of which every second one was added.
template <typename Contains>
void look_up(benchmark::State& state, double bytes, Contains&& contains) {
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++step;
    benchmark::DoNotOptimize(contains(mix64(step % (2 * kItems))));
  }
  state.counters["bytes_per_item"] = bytes / kItems;
}

void bloom_filter(benchmark::State& state) {
  BloomFilter filter(BloomSize::for_items(kItems, 0.01));
  for (std::uint64_t i = 0; i < kItems; ++i) {
    filter.add(mix64(i));
  }
  look_up(state, static_cast<double>(filter.memory_bytes()), [&](std::uint64_t hash) {
    return filter.may_contain(hash);
  });
}

void counting_bloom_filter(benchmark::State& state) {
  CountingBloomFilter filter(BloomSize::for_items(kItems, 0.01));
  for (std::uint64_t i = 0; i < kItems; ++i) {
    filter.add(mix64(i));
  }
  look_up(state, static_cast<double>(filter.memory_bytes()), [&](std::uint64_t hash) {
    return filter.may_contain(hash);
  });
}

void cuckoo_filter(benchmark::State& state) {
  CuckooFilter filter({.items = kItems});
  for (std::uint64_t i = 0; i < kItems; ++i) {
    if (!filter.add(mix64(i))) {
      state.SkipWithError("the filter is full");
    }
  }
  look_up(state, static_cast<double>(filter.memory_bytes()), [&](std::uint64_t hash) {
    return filter.may_contain(hash);
  });
}

void unordered_set(benchmark::State& state) {
  std::unordered_set<std::uint64_t> set;
  for (std::uint64_t i = 0; i < kItems; ++i) {
    set.insert(mix64(i));
  }
  // A node is a pointer and the key in a chunk of 32 bytes with its header; a bucket is a pointer.
  const auto bytes = static_cast<double>(set.size() * 32 + set.bucket_count() * sizeof(void*));
  look_up(state, bytes, [&](std::uint64_t hash) { return set.contains(hash); });
}

/// A stream in which key k comes about as often as 1 / (k + 1).
std::uint64_t skewed(std::uint64_t step) {
  const std::uint64_t bits = mix64(step);
  return bits >> (bits % 64);
}

void count_min_sketch_add(benchmark::State& state) {
  CountMinSketch sketch({});
  std::uint64_t step = 0;
  for (auto _ : state) {
    sketch.add(skewed(++step));
  }
}

void space_saving_add(benchmark::State& state) {
  SpaceSaving sketch(1'000);
  std::uint64_t step = 0;
  for (auto _ : state) {
    sketch.add(skewed(++step));
  }
}

void unordered_map_count(benchmark::State& state) {
  std::unordered_map<std::uint64_t, std::uint64_t> counts;
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++counts[skewed(++step)];
  }
}

void hyper_log_log_add(benchmark::State& state) {
  HyperLogLog sketch(14);
  std::uint64_t step = 0;
  for (auto _ : state) {
    sketch.add(mix64(++step));
  }
}

void hyper_log_log_estimate(benchmark::State& state) {
  HyperLogLog sketch(14);
  for (std::uint64_t i = 0; i < kItems; ++i) {
    sketch.add(mix64(i));
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(sketch.estimate());
  }
}

void reservoir_offer(benchmark::State& state) {
  Reservoir<std::uint64_t> sample(1'000);
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++step;
    benchmark::DoNotOptimize(sample.offer(step, mix64(step)));
  }
}

void simhash_of_200_features(benchmark::State& state) {
  std::vector<Feature> features;
  for (std::uint64_t i = 0; i < 200; ++i) {
    features.push_back({.hash = mix64(i)});
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(simhash(features));
  }
}

void simhash_index_find(benchmark::State& state) {
  SimhashIndex index(3);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    index.add(mix64(i));
  }
  std::uint64_t step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.find_near(mix64(++step % 200'000)));
  }
}

BENCHMARK(bloom_filter);
BENCHMARK(counting_bloom_filter);
BENCHMARK(cuckoo_filter);
BENCHMARK(unordered_set);
BENCHMARK(count_min_sketch_add);
BENCHMARK(space_saving_add);
BENCHMARK(unordered_map_count)->Iterations(2'000'000);
BENCHMARK(hyper_log_log_add);
BENCHMARK(hyper_log_log_estimate);
BENCHMARK(reservoir_offer);
BENCHMARK(simhash_of_200_features);
BENCHMARK(simhash_index_find);

}  // namespace
}  // namespace napkin::algorithms
