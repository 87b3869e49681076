// Placing keys on memcached servers, beside libmemcached, which places them on the same ones: that
// is looked at before anything is timed. Read: ns per key, its MD5 included, and ms to build a ring
// of a hundred servers, which are all that libmemcached has room for.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <libmemcached/memcached.h>

#include "models/algorithms/placement/ketama.h"

namespace napkin::algorithms {
namespace {

constexpr std::size_t kKeys = 1 << 12;

std::string host_of(NodeId id) {
  return "10.0." + std::to_string(number_of(id) / 250) + "." +
         std::to_string(number_of(id) % 250 + 1);
}

std::uint32_t weight_of(NodeId id) {
  return 100 + number_of(id) % 7 * 50;
}

std::vector<std::string> keys() {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < kKeys; ++i) {
    all.push_back("user:" + std::to_string(i * 7'919));
  }
  return all;
}

KetamaRing ring_of(std::int64_t servers) {
  std::vector<Node> nodes;
  for (std::uint32_t id = 0; id < servers; ++id) {
    nodes.push_back({.id = NodeId{id}, .weight = weight_of(NodeId{id})});
  }
  KetamaRing ring({.name = host_of});
  ring.add_all(nodes);
  return ring;
}

using Client = std::unique_ptr<memcached_st, decltype(&memcached_free)>;

/// A client of the library that knows the same servers. It connects to none of them.
Client client_of(std::int64_t servers) {
  Client client(memcached_create(nullptr), &memcached_free);
  memcached_behavior_set(client.get(), MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED, 1);
  memcached_server_list_st list = nullptr;
  for (std::uint32_t id = 0; id < servers; ++id) {
    memcached_return_t error = MEMCACHED_SUCCESS;
    list = memcached_server_list_append_with_weight(
        list, host_of(NodeId{id}).c_str(), 11211, weight_of(NodeId{id}), &error);
  }
  memcached_server_push(client.get(), list);
  memcached_server_list_free(list);
  return client;
}

std::uint32_t owner_in(const Client& client, const std::string& key) {
  return memcached_generate_hash(client.get(), key.data(), key.size());
}

bool agree(const KetamaRing& ring, const Client& client) {
  for (const std::string& key : keys()) {
    if (number_of(ring.owner(ketama_hash(key))) != owner_in(client, key)) {
      return false;
    }
  }
  return true;
}

void place_by_ketama(benchmark::State& state) {
  const KetamaRing ring = ring_of(state.range(0));
  if (!agree(ring, client_of(state.range(0)))) {
    state.SkipWithError("places keys on other servers than libmemcached");
  }
  const auto all = keys();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(ring.owner(ketama_hash(all[i])));
    i = (i + 1) % kKeys;
  }
  state.counters["bytes"] = static_cast<double>(ring.memory_bytes());
}

void place_by_libmemcached(benchmark::State& state) {
  const Client client = client_of(state.range(0));
  const auto all = keys();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(owner_in(client, all[i]));
    i = (i + 1) % kKeys;
  }
}

void build_ketama(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(ring_of(state.range(0)));
  }
}

void build_libmemcached(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(client_of(state.range(0)));
  }
}

BENCHMARK(place_by_ketama)->Name("place/ketama")->Arg(10)->Arg(100);
BENCHMARK(place_by_libmemcached)->Name("place/libmemcached")->Arg(10)->Arg(100);
BENCHMARK(build_ketama)->Name("build/ketama")->Arg(100)->Unit(benchmark::kMillisecond);
BENCHMARK(build_libmemcached)->Name("build/libmemcached")->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace napkin::algorithms
