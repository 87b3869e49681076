#include "models/algorithms/balancing/least_loaded.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/balancing/random_choice.h"

namespace napkin::algorithms {
namespace {

TEST(LeastConnections, TakesTheLeastForItsWeight) {
  LeastConnections balancer;
  std::vector<Backend> servers = {
      {.weight = 1, .in_flight = 2}, {.weight = 3, .in_flight = 5}, {.weight = 1, .in_flight = 3}};
  EXPECT_EQ(balancer.pick(servers, {}), 1U);  // 5/3 < 2
  servers[1].available = false;
  EXPECT_EQ(balancer.pick(servers, {}), 0U);
  servers[0].weight = 0;
  EXPECT_EQ(balancer.pick(servers, {}), 2U);
}

TEST(LeastConnections, SharesTiesByWeight) {
  LeastConnections balancer;
  std::vector<Backend> servers = {{.weight = 1}, {.weight = 1, .in_flight = 1}, {.weight = 3}};
  std::vector<int> counts(3);
  std::mt19937_64 random(79);
  for (int i = 0; i < 10'000; ++i) {
    ++counts[*balancer.pick(servers, {.random = random()})];
  }
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[0], 2'500, 5 * std::sqrt(10'000 * 0.25 * 0.75));
}

TEST(LeastConnections, CountsStartsAndFinishes) {
  LeastConnections balancer;
  Backend server;
  balancer.on_start(server);
  balancer.on_start(server);
  balancer.on_finish(server, 1s, 1ms);
  EXPECT_EQ(server.in_flight, 1U);
}

TEST(LeastConnections, KeepsWhatItPicksTheMinimumUnderRandomTraffic) {
  LeastConnections balancer;
  std::mt19937_64 random(83);
  std::vector<Backend> servers(12);
  for (Backend& server : servers) {
    server.weight = static_cast<std::uint32_t>(random() % 4);
  }
  for (int step = 0; step < 100'000; ++step) {
    Backend& touched = servers[random() % servers.size()];
    touched.available = random() % 4 != 0;
    if (touched.in_flight > 0) {
      balancer.on_finish(touched, 0s, 1ms);
    }
    const auto index = balancer.pick(servers, {.random = random()});
    double least = 1e9;
    for (const Backend& server : servers) {
      if (server.available && server.weight > 0) {
        least = std::min(least, static_cast<double>(server.in_flight) / server.weight);
      }
    }
    ASSERT_EQ(index.has_value(), least < 1e9);
    if (index) {
      ASSERT_TRUE(servers[*index].is_eligible());
      ASSERT_EQ(static_cast<double>(servers[*index].in_flight) / servers[*index].weight, least);
      balancer.on_start(servers[*index]);
    }
  }
}

TEST(PeakLatency, RisesAtOnceAndFallsSlowly) {
  const PeakLatency latency(10s);
  Backend server;
  latency.learn(server, 0s, 10ms);
  EXPECT_EQ(server.latency_ns, 10e6);
  latency.learn(server, 0s, 100ms);
  EXPECT_EQ(server.latency_ns, 100e6);
  latency.learn(server, 10s, 10ms);  // a decay later: 1/e of the old, the rest of the new
  EXPECT_NEAR(server.latency_ns, 10e6 + 90e6 * std::exp(-1.0), 1.0);
}

TEST(PeakLatency, LoadGrowsWithCallsInFlightAndFadesWithTime) {
  const PeakLatency latency(10s);
  Backend server{.weight = 2};
  latency.learn(server, 0s, 10ms);
  EXPECT_NEAR(latency.load(server, 0s), 5e6, 1e-3);
  server.in_flight = 3;
  EXPECT_NEAR(latency.load(server, 0s), 20e6, 1e-3);
  EXPECT_NEAR(latency.load(server, 20s), 20e6 * std::exp(-2.0), 1e-3);
  EXPECT_NEAR(latency.load(server, -5s), 20e6, 1e-3);  // a clock that goes back
}

TEST(PeakLatency, TriesAnUnknownServerWithOneCallOnly) {
  LeastLatency balancer({});
  std::vector<Backend> servers(2);
  balancer.on_start(servers[0]);
  balancer.on_finish(servers[0], 0s, 50ms);
  ASSERT_EQ(balancer.pick(servers, {}), 1U);
  balancer.on_start(servers[1]);
  EXPECT_EQ(balancer.pick(servers, {}), 0U);
}

TEST(LeastLatency, LeavesASlowServer) {
  LeastLatency balancer({.decay = 10s});
  std::vector<Backend> servers(3);
  std::vector<int> counts(3);
  std::mt19937_64 random(89);
  for (Time now{}; now < 100s; now += 1ms) {
    const std::size_t index = *balancer.pick(servers, {.random = random(), .now = now});
    balancer.on_start(servers[index]);
    balancer.on_finish(servers[index], now, index == 1 ? 100ms : 10ms);
    ++counts[index];
  }
  EXPECT_LT(counts[1], 1'000);  // of 100,000
  EXPECT_GT(counts[1], 0);      // but it is tried again as its average fades
}

TEST(PowerOfChoices, TakesTheBetterOfTwo) {
  PowerOfChoices balancer({});
  std::vector<Backend> servers = {{.in_flight = 9}, {.in_flight = 1}};
  for (std::uint64_t random = 0; random < 100; ++random) {
    ASSERT_EQ(balancer.pick(servers, {.random = random}), 1U);
  }
}

TEST(PowerOfChoices, NeverTakesTheMostLoaded) {
  PowerOfChoices balancer({});
  std::vector<Backend> servers(10);
  servers[4].in_flight = 1;
  std::vector<int> counts(10);
  std::mt19937_64 random(97);
  for (int i = 0; i < 90'000; ++i) {
    ++counts[*balancer.pick(servers, {.random = random()})];
  }
  EXPECT_EQ(counts[4], 0);
  for (const std::size_t other : std::vector<std::size_t>{0, 1, 2, 3, 5, 6, 7, 8, 9}) {
    EXPECT_NEAR(counts[other], 10'000, 500);
  }
}

TEST(PowerOfChoices, FindsTheFewServersThatAreUp) {
  PowerOfChoices balancer({.choices = 3});
  std::vector<Backend> servers(1'000, Backend{.available = false});
  EXPECT_FALSE(balancer.pick(servers, {}).has_value());
  EXPECT_FALSE(balancer.pick({}, {}).has_value());
  servers[321].available = true;
  EXPECT_EQ(balancer.pick(servers, {}), 321U);
  servers[654] = {.weight = 0};
  EXPECT_EQ(balancer.pick(servers, {}), 321U);
}

TEST(PowerOfChoices, RefusesOptionsThatMakeNoSense) {
  using Options = PowerOfChoices::Options;
  EXPECT_THROW(PowerOfChoices(Options{.choices = 0}), std::invalid_argument);
  EXPECT_THROW(PowerOfChoices(Options{.choices = 9}), std::invalid_argument);
  EXPECT_THROW(LeastLatency(LeastLatency::Options{.decay = 0s}), std::invalid_argument);
}

/// The share of servers with at least 1, 2, 3, 4 calls in n M/M/1 queues at a load of 0.9, averaged
/// over time. Each step of the embedded chain is an arrival with probability 0.9 / 1.9, else one
/// server in n, drawn at random, completes a call if it has one.
std::vector<double> tail_under_load(Balancer& balancer, std::uint64_t seed) {
  constexpr double kLoad = 0.9;
  constexpr int kSteps = 1'200'000;
  std::vector<Backend> servers(200);
  std::vector<std::int64_t> at_least(64);
  std::vector<double> sums(5);
  std::mt19937_64 random(seed);
  for (int step = 0; step < kSteps; ++step) {
    if (static_cast<double>(random() >> 11) * 0x1p-53 < kLoad / (1 + kLoad)) {
      Backend& server = servers[*balancer.pick(servers, {.random = random()})];
      balancer.on_start(server);
      ++at_least[std::min<std::size_t>(server.in_flight, 63)];
    } else if (Backend& server = servers[random() % servers.size()]; server.in_flight > 0) {
      --at_least[std::min<std::size_t>(server.in_flight, 63)];
      balancer.on_finish(server, 0s, 1ms);
    }
    for (std::size_t i = 1; i < 5 && step >= kSteps / 3; ++i) {
      sums[i] += static_cast<double>(at_least[i]);
    }
  }
  for (double& sum : sums) {
    sum /= kSteps * 2.0 / 3.0 * static_cast<double>(servers.size());
  }
  return sums;
}

// Mitzenmacher's fixed point: the share of queues of length >= i tends to load^((d^i - 1) / (d -
// 1)), and to load^i for one choice.
TEST(PowerOfChoices, HasTheTailOfTheSupermarketModel) {
  PowerOfChoices one({.choices = 1});
  PowerOfChoices two({.choices = 2});
  const auto single = tail_under_load(one, 101);
  const auto twin = tail_under_load(two, 103);
  for (int i = 1; i < 5; ++i) {
    EXPECT_NEAR(single[static_cast<std::size_t>(i)], std::pow(0.9, i), 0.03) << i;
    EXPECT_NEAR(twin[static_cast<std::size_t>(i)], std::pow(0.9, std::pow(2, i) - 1), 0.03) << i;
  }
}

}  // namespace
}  // namespace napkin::algorithms
