#include "models/algorithms/balancing/balancer_registry.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(BalancerRegistry, RefusesWhatItDoesNotKnow) {
  EXPECT_TRUE(std::ranges::is_sorted(balancer_names()));
  EXPECT_THROW((void)make_balancer("magic"), std::invalid_argument);
}

class EveryBalancer : public ::testing::TestWithParam<std::string_view> {};

TEST_P(EveryBalancer, PicksAnEligibleServerWheneverThereIsOne) {
  const auto balancer = make_balancer(GetParam());
  std::mt19937_64 random(107);
  std::vector<Backend> servers;
  Time now{};
  int answered = 0;
  for (int step = 0; step < 20'000; ++step) {
    now += Duration{random() % 1'000'000};
    const auto action = random() % 20;
    if (action == 0 && servers.size() < 30) {
      servers.push_back({.weight = static_cast<std::uint32_t>(random() % 4)});
    } else if (action == 1 && !servers.empty()) {
      servers.erase(servers.begin() + static_cast<std::ptrdiff_t>(random() % servers.size()));
    } else if (action < 5 && !servers.empty()) {
      Backend& server = servers[random() % servers.size()];
      server.available = !server.available;
    }
    const auto index = balancer->pick(servers, {.random = random(), .hash = random(), .now = now});
    ASSERT_EQ(index.has_value(), std::ranges::any_of(servers, &Backend::is_eligible));
    if (index) {
      ASSERT_TRUE(servers.at(*index).is_eligible());
      balancer->on_start(servers[*index]);
      ++answered;
    }
    for (Backend& server : servers) {
      if (server.in_flight > 0 && random() % 8 == 0) {
        balancer->on_finish(server, now, Duration{random() % 50'000'000});
      }
    }
  }
  EXPECT_GT(answered, 1'000);
}

TEST_P(EveryBalancer, GivesTheSameAnswersToTheSameQuestions) {
  const auto run = [](std::uint64_t seed) {
    const auto balancer = make_balancer(GetParam());
    std::mt19937_64 random(seed);
    std::vector<Backend> servers(7);
    std::vector<std::size_t> picks;
    for (int i = 0; i < 1'000; ++i) {
      picks.push_back(
          *balancer->pick(servers, {.random = random(), .hash = random(), .now = i * 1ms}));
      balancer->on_start(servers[picks.back()]);
      balancer->on_finish(servers[picks.back()], i * 1ms, Duration{random() % 1'000'000});
    }
    return picks;
  };
  EXPECT_EQ(run(1), run(1));
}

INSTANTIATE_TEST_SUITE_P(ByName,
                         EveryBalancer,
                         ::testing::ValuesIn(balancer_names().begin(), balancer_names().end()));

}  // namespace
}  // namespace napkin::algorithms
