// Finding the owner of a key among 10 and 1,000 nodes, beside an ordered map as a ring. Read: ns
// per operation, and bytes per virtual node.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/bounded_loads.h"
#include "models/algorithms/placement/hash_ring.h"
#include "models/algorithms/placement/moves.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint32_t kVirtualNodes = 1000;

std::vector<Node> nodes_of(std::int64_t count) {
  std::vector<Node> nodes;
  for (std::uint32_t id = 0; id < count; ++id) {
    nodes.push_back({.id = NodeId{id}, .zone = id % 3, .rack = id % 6});
  }
  return nodes;
}

std::unique_ptr<Placement> placement_of(std::string_view name, std::int64_t nodes) {
  auto placement = make_placement(name, {.virtual_nodes = kVirtualNodes, .slots = 16'384});
  placement->add_all(nodes_of(nodes));
  return placement;
}

void find_owner(benchmark::State& state, std::string_view name) {
  const auto placement = placement_of(name, state.range(0));
  std::uint64_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(placement->owner(mix64(++i)));
  }
  state.counters["bytes"] = static_cast<double>(placement->memory_bytes());
}

void find_three_owners(benchmark::State& state, std::string_view name) {
  const auto placement = placement_of(name, state.range(0));
  NodeId owners[3];
  std::uint64_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(placement->owners(mix64(++i), owners));
  }
}

void find_owner_in_a_map(benchmark::State& state) {
  std::map<std::uint64_t, NodeId> ring;
  for (const Node& node : nodes_of(state.range(0))) {
    for (std::uint64_t replica = 0; replica < kVirtualNodes; ++replica) {
      ring.emplace(HashRing::position(0, node.id, replica), node.id);
    }
  }
  std::uint64_t i = 0;
  for (auto _ : state) {
    const auto point = ring.lower_bound(mix64(++i));
    benchmark::DoNotOptimize(point == ring.end() ? ring.begin()->second : point->second);
  }
}

void join_a_ring(benchmark::State& state) {
  const auto ring = placement_of("ring", state.range(0));
  const NodeId newcomer{1'000'000};
  for (auto _ : state) {
    ring->add({.id = newcomer});
    ring->remove(newcomer);
  }
}

void report_moves(benchmark::State& state) {
  const auto ring = placement_of("ring", state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(moves_on_join(*ring, {.id = NodeId{1'000'000}}));
  }
}

void acquire_with_bounded_loads(benchmark::State& state) {
  BoundedLoads balancer(placement_of("ring", state.range(0)));
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    balancer.acquire(mix64(i));
  }
  std::uint64_t i = 0;
  for (auto _ : state) {
    balancer.release(balancer.acquire(mix64(++i)));
  }
}

const bool kRegistered = [] {
  for (const std::string_view name : placement_names()) {
    benchmark::RegisterBenchmark(("owner/" + std::string(name)).c_str(), find_owner, name)
        ->Arg(10)
        ->Arg(1000);
    benchmark::RegisterBenchmark(
        ("three_owners/" + std::string(name)).c_str(), find_three_owners, name)
        ->Arg(10);
  }
  return true;
}();

BENCHMARK(find_owner_in_a_map)->Name("owner/std_map_ring")->Arg(10)->Arg(1000);
BENCHMARK(acquire_with_bounded_loads)->Name("acquire/bounded_loads")->Arg(10)->Arg(1000);
BENCHMARK(join_a_ring)
    ->Name("join_and_leave/ring")
    ->Arg(10)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(report_moves)
    ->Name("moves_on_join/ring")
    ->Arg(10)
    ->Arg(1000)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace napkin::algorithms
