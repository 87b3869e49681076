// Nanoseconds and bytes per entry of the tables that hold millions of users, beside
// std::unordered_map.
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/presence/channel_table.h"
#include "models/algorithms/presence/connection_table.h"
#include "models/algorithms/presence/presence_table.h"

namespace napkin::algorithms {
namespace {

std::uint64_t user_of(std::uint64_t index) {
  return mix64(index + 1);
}

std::uint64_t drawn_below(std::uint64_t call, std::uint64_t count) {
  return mix64(call, 7) % count;
}

void connection_table_touch(benchmark::State& state) {
  const auto users = static_cast<std::uint64_t>(state.range(0));
  ConnectionTable table({.idle_limit_ticks = 600});
  for (std::uint64_t i = 0; i < users; ++i) {
    table.connect(user_of(i), static_cast<std::uint32_t>(i % 12), 0);
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    benchmark::DoNotOptimize(table.touch(user_of(drawn_below(call, users)), 1));
  }
  state.counters["bytes_per_user"] =
      static_cast<double>(table.memory_bytes()) / static_cast<double>(users);
}

BENCHMARK(connection_table_touch)->Arg(10'000)->Arg(1'000'000);

void unordered_map_touch(benchmark::State& state) {
  struct Connection {
    std::uint32_t server;
    std::uint32_t last_active;
  };

  const auto users = static_cast<std::uint64_t>(state.range(0));
  std::unordered_map<std::uint64_t, Connection> table;
  for (std::uint64_t i = 0; i < users; ++i) {
    table[user_of(i)] = {static_cast<std::uint32_t>(i % 12), 0};
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    table.find(user_of(drawn_below(call, users)))->second.last_active = 1;
  }
}

BENCHMARK(unordered_map_touch)->Arg(10'000)->Arg(1'000'000);

void connection_table_churn(benchmark::State& state) {
  const auto users = static_cast<std::uint64_t>(state.range(0));
  ConnectionTable table({.idle_limit_ticks = 600});
  std::uint64_t next = 0;
  for (; next < users; ++next) {
    table.connect(user_of(next), 1, 0);
  }
  for (auto _ : state) {
    table.disconnect(user_of(next - users), 1);
    table.connect(user_of(next), 1, 0);
    ++next;
  }
}

BENCHMARK(connection_table_churn)->Arg(1'000'000);

void presence_table_heart_beat(benchmark::State& state) {
  const auto users = static_cast<std::uint64_t>(state.range(0));
  PresenceTable table({.timeout_ticks = 60});
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    const auto tick = static_cast<std::uint32_t>(call / 100'000);
    table.heart_beat(static_cast<std::uint32_t>(drawn_below(call, users)), tick);
  }
}

BENCHMARK(presence_table_heart_beat)->Arg(1'000'000);

void channel_table_subscribe_and_leave(benchmark::State& state) {
  const auto members = static_cast<std::uint64_t>(state.range(0));
  ChannelTable table;
  const auto join_channels = [&table, members](std::uint64_t member) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      table.subscribe(drawn_below(member * 20 + i, members / 5), member);
    }
  };
  for (std::uint64_t member = 0; member < members; ++member) {
    join_channels(member);
  }
  state.counters["bytes_per_subscription"] =
      static_cast<double>(table.memory_bytes()) / static_cast<double>(table.subscription_count());
  std::uint64_t call = 0;
  for (auto _ : state) {
    const std::uint64_t member = drawn_below(++call, members);
    table.remove_member(member);
    join_channels(member);
  }
  state.SetItemsProcessed(state.iterations() * 40);
}

BENCHMARK(channel_table_subscribe_and_leave)->Arg(1'000)->Arg(100'000);

void unordered_sets_subscribe_and_leave(benchmark::State& state) {
  const auto members = static_cast<std::uint64_t>(state.range(0));
  std::unordered_map<std::uint64_t, std::unordered_set<std::uint64_t>> by_channel;
  std::unordered_map<std::uint64_t, std::unordered_set<std::uint64_t>> by_member;
  const auto join_channels = [&](std::uint64_t member) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      const std::uint64_t channel = drawn_below(member * 20 + i, members / 5);
      by_channel[channel].insert(member);
      by_member[member].insert(channel);
    }
  };
  for (std::uint64_t member = 0; member < members; ++member) {
    join_channels(member);
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    const std::uint64_t member = drawn_below(++call, members);
    for (const std::uint64_t channel : by_member[member]) {
      by_channel[channel].erase(member);
    }
    by_member.erase(member);
    join_channels(member);
  }
  state.SetItemsProcessed(state.iterations() * 40);
}

BENCHMARK(unordered_sets_subscribe_and_leave)->Arg(1'000)->Arg(100'000);

void channel_table_deliver(benchmark::State& state) {
  ChannelTable table;
  for (std::int64_t member = 0; member < state.range(0); ++member) {
    table.subscribe(1, user_of(static_cast<std::uint64_t>(member)));
  }
  for (auto _ : state) {
    std::uint64_t sum = 0;
    table.for_each_member(1, [&sum](std::uint64_t member) { sum += member; });
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(channel_table_deliver)->Arg(10)->Arg(500)->Arg(100'000);

}  // namespace
}  // namespace napkin::algorithms
