// Nanoseconds for each pick, start and finish, by policy and number of servers.
#include <cstdint>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/balancing/balancer_registry.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

void balancer(benchmark::State& state, std::string_view name) {
  const auto policy = make_balancer(name);
  std::vector<Backend> servers(static_cast<std::size_t>(state.range(0)));
  Time now{};
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    now += 10us;
    const auto index =
        policy->pick(servers, {.random = mix64(call), .hash = call % 1'000, .now = now});
    policy->on_start(servers[*index]);
    policy->on_finish(servers[*index], now, Duration{1'000'000 + mix64(call) % 1'000'000});
  }
}

BENCHMARK_CAPTURE(balancer, round_robin, "round_robin")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, smooth_weighted, "smooth_weighted_round_robin")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, random, "random")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, url_hash, "url_hash")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, least_connections, "least_connections")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, least_latency, "least_latency")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, two_choices, "power_of_two_choices")->Arg(10)->Arg(100);
BENCHMARK_CAPTURE(balancer, two_choices_latency, "power_of_two_choices_latency")->Arg(10)->Arg(100);

}  // namespace
}  // namespace napkin::algorithms
