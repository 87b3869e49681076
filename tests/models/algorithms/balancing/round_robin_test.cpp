#include "models/algorithms/balancing/round_robin.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

std::vector<Backend> backends(std::initializer_list<std::uint32_t> weights) {
  std::vector<Backend> result;
  for (const std::uint32_t weight : weights) {
    result.push_back({.weight = weight});
  }
  return result;
}

std::string picks(Balancer& balancer, std::vector<Backend>& servers, int calls) {
  std::string names;
  for (int i = 0; i < calls; ++i) {
    const auto index = balancer.pick(servers, {});
    names += index ? static_cast<char>('a' + *index) : '-';
  }
  return names;
}

TEST(RoundRobin, TakesEachInTurn) {
  RoundRobin balancer;
  auto servers = backends({1, 1, 1});
  EXPECT_EQ(picks(balancer, servers, 7), "abcabca");
}

TEST(RoundRobin, PassesOverWhatIsDownOrDraining) {
  RoundRobin balancer;
  auto servers = backends({1, 0, 1, 1});
  servers[2].available = false;
  EXPECT_EQ(picks(balancer, servers, 4), "adad");
}

TEST(RoundRobin, SurvivesAListThatShrinks) {
  RoundRobin balancer;
  auto servers = backends({1, 1, 1});
  EXPECT_EQ(picks(balancer, servers, 2), "ab");
  servers.pop_back();
  EXPECT_EQ(picks(balancer, servers, 3), "aba");
}

// Against its definition, the first one after the last that is up, while servers come and go.
TEST(RoundRobin, TakesTheNextOneThatIsUp) {
  std::mt19937_64 random(71);
  RoundRobin balancer;
  std::vector<Backend> servers(4);
  std::size_t next = 0;
  for (int i = 0; i < 100'000; ++i) {
    if (random() % 20 == 0) {
      servers.resize(1 + random() % 7);
    }
    servers[random() % servers.size()].available = random() % 3 > 0;
    next = next < servers.size() ? next : 0;
    std::optional<std::size_t> expected;
    for (std::size_t step = 0; step < servers.size() && !expected; ++step) {
      const std::size_t index = (next + step) % servers.size();
      expected = servers[index].is_eligible() ? std::optional(index) : std::nullopt;
    }
    ASSERT_EQ(balancer.pick(servers, {}), expected);
    if (expected) {
      next = *expected + 1;
    } else if (next == 0) {
      next = servers.size();  // all were asked in vain: one that joins now is asked first
    }
  }
}

TEST(RoundRobin, HasNoAnswerWithoutServers) {
  RoundRobin balancer;
  SmoothWeightedRoundRobin smooth;
  std::vector<Backend> none;
  auto drained = backends({0});
  for (Balancer* policy : {static_cast<Balancer*>(&balancer), static_cast<Balancer*>(&smooth)}) {
    EXPECT_EQ(picks(*policy, none, 1), "-");
    EXPECT_EQ(picks(*policy, drained, 1), "-");
  }
}

// The example of nginx's commit message.
TEST(SmoothWeightedRoundRobin, GivesThePublishedSequence) {
  SmoothWeightedRoundRobin balancer;
  auto servers = backends({5, 1, 1});
  EXPECT_EQ(picks(balancer, servers, 14), "aabacaaaabacaa");
}

TEST(SmoothWeightedRoundRobin, OneServerTakesEverything) {
  SmoothWeightedRoundRobin balancer;
  auto servers = backends({7});
  EXPECT_EQ(picks(balancer, servers, 3), "aaa");
}

// In a round of as many calls as the weights sum to, each server gets its weight exactly; and it is
// smooth: after any k calls of the round nobody is a whole number of servers away from k x share.
TEST(SmoothWeightedRoundRobin, IsExactInEachRoundAndSpreadOut) {
  std::mt19937_64 random(67);
  for (int round = 0; round < 300; ++round) {
    std::vector<Backend> servers;
    std::int64_t total = 0;
    for (auto i = 1 + random() % 6; i > 0; --i) {
      servers.push_back({.weight = static_cast<std::uint32_t>(1 + random() % 100)});
      total += servers.back().weight;
    }
    SmoothWeightedRoundRobin balancer;
    std::vector<std::int64_t> taken(servers.size());
    for (std::int64_t call = 1; call <= 2 * total; ++call) {
      ++taken[*balancer.pick(servers, {})];
      for (std::size_t i = 0; i < servers.size(); ++i) {
        const std::int64_t error = taken[i] * total - call * servers[i].weight;
        ASSERT_LT(std::abs(error), total * static_cast<std::int64_t>(servers.size()));
        if (call % total == 0) {
          ASSERT_EQ(error, 0);
        }
      }
    }
  }
}

TEST(SmoothWeightedRoundRobin, SharesAmongThoseThatAreUp) {
  SmoothWeightedRoundRobin balancer;
  auto servers = backends({3, 2, 1});
  servers[0].available = false;
  const std::string names = picks(balancer, servers, 300);
  EXPECT_EQ(std::ranges::count(names, 'b'), 200);
  EXPECT_EQ(std::ranges::count(names, 'c'), 100);
}

}  // namespace
}  // namespace napkin::algorithms
