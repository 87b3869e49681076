#include "sim/analysis/birth_death.h"

#include <numeric>

#include <gtest/gtest.h>

namespace napkin::analysis {
namespace {

/// M/M/c/K as a chain.
BirthDeathChain queue(double rate, int servers, int room) {
  BirthDeathChain chain;
  for (int inside = 0; inside < room; ++inside) {
    chain.up.push_back(rate);
    chain.down.push_back(std::min(inside + 1, servers));
  }
  return chain;
}

TEST(BirthDeathChain, SpendsItsTimeAsTheReferenceRowsSay) {
  // mmck-04, mmck-10, mmck-13: the probability of being full.
  EXPECT_NEAR(stationary_shares(queue(1, 1, 10)).back(), 0.09090909091, 1e-10);
  EXPECT_NEAR(stationary_shares(queue(5, 4, 10)).back(), 0.2300243254, 1e-10);
  EXPECT_NEAR(stationary_shares(queue(2, 1, 20)).back(), 0.5000002384, 1e-10);
}

TEST(BirthDeathChain, SharesAreOfTheWholeTime) {
  const std::vector<double> shares = stationary_shares(queue(300, 1, 500));  // far beyond 10^300
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
  EXPECT_NEAR(mean_state(shares), 500 - 1.0 / 299, 1e-6);
}

TEST(BirthDeathChain, KnowsTheTimeUntilAllReplicasAreLost) {
  // mttdl-01 and -02: a failure each 1,000 h, a repair takes 10 h.
  const double fail = 1.0 / 1000;
  const double repair = 1.0 / 10;
  EXPECT_NEAR(mean_time_to_last({{2 * fail, fail}, {repair, 2 * repair}}), 51500, 1e-4);
  EXPECT_NEAR(mean_time_to_last({{3 * fail, 2 * fail, fail}, {repair, 2 * repair, 3 * repair}}),
              3451833.333,
              1e-2);
}

}  // namespace
}  // namespace napkin::analysis
