#include "models/algorithms/balancing/random_choice.h"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

/// Pearson's statistic of the counts against the weights.
double chi_square(const std::vector<int>& counts,
                  const std::vector<Backend>& servers,
                  double calls) {
  double total = 0;
  for (const Backend& server : servers) {
    total += server.weight;
  }
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = calls * servers[i].weight / total;
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

// 99.9% quantile of chi-square with 3 degrees of freedom: 16.27.
constexpr double kChiSquare3 = 16.27;

TEST(RandomChoice, SharesInProportionToWeight) {
  RandomChoice balancer;
  std::vector<Backend> servers = {{.weight = 1}, {.weight = 2}, {.weight = 3}, {.weight = 4}};
  std::vector<int> counts(4);
  std::mt19937_64 random(71);
  for (int i = 0; i < 100'000; ++i) {
    ++counts[*balancer.pick(servers, {.random = random()})];
  }
  EXPECT_LT(chi_square(counts, servers, 100'000), kChiSquare3);
}

TEST(RandomChoice, NeverTakesWhatIsDownOrDraining) {
  RandomChoice balancer;
  std::vector<Backend> servers = {{.weight = 0}, {}, {.available = false}, {}, {.weight = 0}};
  std::vector<int> counts(5);
  std::mt19937_64 random(73);
  for (int i = 0; i < 10'000; ++i) {
    ++counts[*balancer.pick(servers, {.random = random()})];
  }
  EXPECT_EQ(counts[1] + counts[3], 10'000);
  EXPECT_GT(counts[1], 4'000);
  EXPECT_GT(counts[3], 4'000);
  EXPECT_TRUE(balancer.pick(servers, {.random = 0}).has_value());
  EXPECT_TRUE(balancer.pick(servers, {.random = ~0ULL}).has_value());
}

TEST(RandomChoice, HasNoAnswerWithoutServers) {
  RandomChoice random;
  HashChoice hash;
  std::vector<Backend> none;
  std::vector<Backend> down = {{.available = false}, {.weight = 0}};
  EXPECT_FALSE(random.pick(none, {}).has_value());
  EXPECT_FALSE(random.pick(down, {}).has_value());
  EXPECT_FALSE(hash.pick(none, {}).has_value());
  EXPECT_FALSE(hash.pick(down, {}).has_value());
}

TEST(HashChoice, SendsTheSameHashToTheSameServerInProportionToWeight) {
  HashChoice balancer;
  std::vector<Backend> servers = {{.weight = 4}, {.weight = 3}, {.weight = 2}, {.weight = 1}};
  std::vector<int> counts(4);
  for (std::uint64_t client = 0; client < 100'000; ++client) {
    const auto first = balancer.pick(servers, {.random = 1, .hash = client});
    ASSERT_EQ(first, balancer.pick(servers, {.random = 2, .hash = client}));
    ++counts[*first];
  }
  EXPECT_LT(chi_square(counts, servers, 100'000), kChiSquare3);
}

TEST(HashChoice, MovesOnlyTheClientsOfTheServerThatIsDown) {
  HashChoice balancer;
  std::vector<Backend> servers(10);
  auto without = servers;
  without[3].available = false;
  std::vector<int> refugees(10);
  for (std::uint64_t client = 0; client < 100'000; ++client) {
    const auto before = *balancer.pick(servers, {.hash = client});
    const auto after = *balancer.pick(without, {.hash = client});
    if (before != 3) {
      ASSERT_EQ(after, before);
    } else {
      ++refugees[after];
    }
  }
  EXPECT_EQ(refugees[3], 0);
  for (const std::size_t other : std::vector<std::size_t>{0, 1, 2, 4, 5, 6, 7, 8, 9}) {
    EXPECT_NEAR(refugees[other], 10'000 / 9.0, 5 * std::sqrt(10'000 / 9.0));
  }
}

TEST(HashChoice, FindsTheOneServerThatIsUp) {
  HashChoice balancer;
  std::vector<Backend> servers(1'000, Backend{.available = false});
  servers[567].available = true;
  for (std::uint64_t client = 0; client < 100; ++client) {
    ASSERT_EQ(balancer.pick(servers, {.hash = client}), 567U);
  }
}

}  // namespace
}  // namespace napkin::algorithms
