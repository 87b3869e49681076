// Hits and a skewed trace through every policy, beside the usual LRU of std::list and
// std::unordered_map. Read: ns per operation, bytes per object, and allocations on hits, which are
// 0.
#include <cstdint>
#include <cstdlib>
#include <list>
#include <memory>
#include <new>
#include <string>
#include <unordered_map>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/cache/cache.h"
#include "models/algorithms/hash/mix.h"

namespace {

std::size_t allocations = 0;
std::size_t allocated_bytes = 0;

}  // namespace

void* operator new(std::size_t bytes) {
  ++allocations;
  allocated_bytes += bytes;
  if (void* memory = std::malloc(bytes)) {
    return memory;
  }
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace napkin::algorithms {
namespace {

constexpr std::size_t kRequests = 1 << 16;

/// The usual one: correct, and what everybody writes first.
class ListLru {
 public:
  explicit ListLru(std::size_t capacity) : capacity_(capacity) {}

  bool access(CacheKey key) {
    if (const auto known = index_.find(key); known != index_.end()) {
      order_.splice(order_.begin(), order_, known->second);
      return true;
    }
    if (order_.size() == capacity_) {
      index_.erase(order_.back());
      order_.pop_back();
    }
    order_.push_front(key);
    index_.emplace(key, order_.begin());
    return false;
  }

 private:
  std::size_t capacity_;
  std::list<CacheKey> order_;
  std::unordered_map<CacheKey, std::list<CacheKey>::iterator> index_;
};

/// key = mix(floor(universe * u^3)): skewed, and without locality in memory.
std::vector<CacheKey> skewed_keys(std::uint64_t universe) {
  std::vector<CacheKey> keys;
  for (std::uint64_t i = 0; i < kRequests; ++i) {
    const double u = static_cast<double>(mix64(i, 1) >> 11) * 0x1p-53;
    keys.push_back(mix64(static_cast<std::uint64_t>(static_cast<double>(universe) * u * u * u)));
  }
  return keys;
}

template <class Access>
void run(benchmark::State& state, const std::vector<CacheKey>& keys, Access access) {
  std::size_t i = 0;
  std::size_t hits = 0;
  const std::size_t before = allocations;
  for (auto _ : state) {
    hits += access(keys[i]) ? 1 : 0;
    i = (i + 1) % kRequests;
  }
  const std::size_t during = allocations - before;
  state.counters["allocations"] = static_cast<double>(during);
  state.counters["hit_ratio"] = static_cast<double>(hits) /
                                static_cast<double>(std::max<std::int64_t>(1, state.iterations()));
}

/// Everything fits: each request is a hit.
template <class Access>
void run_hits(benchmark::State& state, Access access) {
  const auto keys = skewed_keys(static_cast<std::uint64_t>(state.range(0)));
  for (const CacheKey key : keys) {
    access(key);
  }
  run(state, keys, access);
}

/// A tenth fits.
template <class Access>
void run_trace(benchmark::State& state, Access access) {
  run(state, skewed_keys(static_cast<std::uint64_t>(10 * state.range(0))), access);
}

template <class Cache>
auto accessor(Cache& cache) {
  return [&cache](CacheKey key) { return cache.access(key); };
}

const bool kRegistered = [] {
  for (const std::string_view name : cache_policy_names()) {
    benchmark::RegisterBenchmark(("hit/" + std::string(name)).c_str(),
                                 [name](auto& state) {
                                   const auto policy = make_cache_policy(
                                       name, static_cast<std::uint64_t>(state.range(0)));
                                   run_hits(state, accessor(*policy));
                                 })
        ->Arg(1000)
        ->Arg(100'000);
    benchmark::RegisterBenchmark(("trace/" + std::string(name)).c_str(), [name](auto& state) {
      const auto policy = make_cache_policy(name, static_cast<std::uint64_t>(state.range(0)));
      run_trace(state, accessor(*policy));
      state.counters["bytes_per_object"] =
          static_cast<double>(policy->memory_bytes()) / static_cast<double>(policy->size());
    })->Arg(10'000);
  }
  benchmark::RegisterBenchmark("hit/std_list_lru",
                               [](auto& state) {
                                 ListLru lru(static_cast<std::size_t>(state.range(0)));
                                 run_hits(state, accessor(lru));
                               })
      ->Arg(1000)
      ->Arg(100'000);
  benchmark::RegisterBenchmark("trace/std_list_lru", [](auto& state) {
    const std::size_t before = allocated_bytes;
    ListLru lru(static_cast<std::size_t>(state.range(0)));
    for (CacheKey key = 0; key < static_cast<CacheKey>(state.range(0)); ++key) {
      lru.access(mix64(key));
    }
    state.counters["bytes_per_object"] =
        static_cast<double>(allocated_bytes - before) / static_cast<double>(state.range(0));
    run_trace(state, accessor(lru));
  })->Arg(10'000);
  benchmark::RegisterBenchmark("get/cache_of_values",
                               [](auto& state) {
                                 Cache<std::uint64_t> cache(make_cache_policy(
                                     "lru", static_cast<std::uint64_t>(state.range(0))));
                                 run_hits(state, [&](CacheKey key) {
                                   const bool hit = cache.get(key, 1s) != nullptr;
                                   return hit || !cache.put(key, key, {.expires_at = 2s});
                                 });
                               })
      ->Arg(1000)
      ->Arg(100'000);
  return true;
}();

}  // namespace
}  // namespace napkin::algorithms
