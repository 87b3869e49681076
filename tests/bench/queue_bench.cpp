// Nanoseconds per operation of the queues, beside std::priority_queue.
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/queue/delay_queue.h"
#include "models/algorithms/queue/delivery_queue.h"
#include "models/algorithms/queue/group_assignment.h"
#include "models/algorithms/queue/priority_queue.h"

namespace napkin::algorithms {
namespace {

/// Holds `state.range(0)` entries, and replaces the first by one at a random distance.
void delay_queue_hold(benchmark::State& state) {
  DelayQueue<std::uint64_t> queue;
  std::uint64_t call = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    ++call;
    queue.push(Time(mix64(call) % 1'000'000), call);
  }
  for (auto _ : state) {
    ++call;
    const Time now = *queue.next_due();
    benchmark::DoNotOptimize(queue.pop(now));
    queue.push(now + Time(mix64(call) % 1'000'000), call);
  }
}

BENCHMARK(delay_queue_hold)->Arg(1'000)->Arg(1'000'000);

void std_priority_queue_hold(benchmark::State& state) {
  using Entry = std::pair<std::uint64_t, std::uint64_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  std::uint64_t call = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    ++call;
    queue.emplace(mix64(call) % 1'000'000, call);
  }
  for (auto _ : state) {
    ++call;
    const std::uint64_t now = queue.top().first;
    queue.pop();
    queue.emplace(now + mix64(call) % 1'000'000, call);
  }
}

BENCHMARK(std_priority_queue_hold)->Arg(1'000)->Arg(1'000'000);

/// A time-out that is nearly always cancelled.
void delay_queue_push_and_cancel(benchmark::State& state) {
  DelayQueue<std::uint64_t> queue;
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    const auto ticket = queue.push(Time(mix64(call) % 1'000'000), call);
    benchmark::DoNotOptimize(queue.cancel(ticket));
  }
}

BENCHMARK(delay_queue_push_and_cancel);

void priority_queue_push_and_pop(benchmark::State& state) {
  PriorityQueue<std::uint64_t> queue({.level_count = 5, .level_worth = Time(1'000)});
  std::uint64_t call = 0;
  for (; call < 10'000; ++call) {
    queue.push(call % 5, Time(call), call);
  }
  for (auto _ : state) {
    ++call;
    queue.push(call % 5, Time(call), call);
    benchmark::DoNotOptimize(queue.pop());
  }
}

BENCHMARK(priority_queue_push_and_pop);

void delivery_queue_round_trip(benchmark::State& state) {
  DeliveryQueue queue({});
  std::uint64_t call = 0;
  for (auto _ : state) {
    const Time now(++call);
    queue.publish(call, now);
    queue.acknowledge(queue.receive(now)->receipt);
  }
}

BENCHMARK(delivery_queue_round_trip);

void sticky_rebalance_of_a_new_member(benchmark::State& state) {
  const std::vector<TopicSize> topics{{0, static_cast<std::uint32_t>(state.range(0))}};
  std::vector<GroupMember> members;
  for (std::uint64_t member = 0; member < 99; ++member) {
    members.push_back({member, {0}});
  }
  const auto before = assign_sticky(topics, members, {});
  members.push_back({99, {0}});
  for (auto _ : state) {
    benchmark::DoNotOptimize(assign_sticky(topics, members, before));
  }
}

BENCHMARK(sticky_rebalance_of_a_new_member)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace napkin::algorithms
