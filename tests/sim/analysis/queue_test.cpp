#include "sim/analysis/queue.h"

#include <gtest/gtest.h>

namespace napkin::analysis {
namespace {

constexpr double kPrinted = 1e-9;  // relative: the tables print ten digits

TEST(ErlangB, IsThatOfTheTables) {
  EXPECT_NEAR(erlang_b(5, 5), 0.2848678213, kPrinted);
  EXPECT_NEAR(erlang_b(10, 10), 0.2145823431, kPrinted);
  EXPECT_NEAR(erlang_b(30, 20), 0.00845749834, kPrinted);
  EXPECT_EQ(erlang_b(0, 7), 1);
  EXPECT_EQ(erlang_b(3, 0), 0);
}

TEST(ErlangC, IsThatOfTheTables) {
  EXPECT_NEAR(erlang_c(2, 1.6), 0.7111111111, kPrinted);
  EXPECT_NEAR(erlang_c(10, 9), 0.6687315241, kPrinted);
  EXPECT_NEAR(erlang_c(100, 95), 0.5064568539, kPrinted);
  EXPECT_EQ(erlang_c(4, 4), 1);
}

TEST(MarkovQueue, WaitsByErlangC) {
  const QueueMeans one = markov_queue(0.8, 1, 1);
  EXPECT_NEAR(one.response, 5, 5 * kPrinted);
  EXPECT_NEAR(one.inside, 4, 4 * kPrinted);
  EXPECT_NEAR(one.delayed, 0.8, kPrinted);
  EXPECT_NEAR(markov_queue(9, 1, 10).response, 1.668731524, kPrinted);
  EXPECT_NEAR(markov_queue(18, 1, 20).wait, 0.2753845024, kPrinted);
}

TEST(MarkovQueue, GrowsForEverWhenOverloaded) {
  const QueueMeans means = markov_queue(3, 1, 2);
  EXPECT_FALSE(means.is_stable);
  EXPECT_EQ(means.utilisation, 1.5);
}

TEST(GeneralQueue, IsThatOfPollaczekAndKhinchine) {
  EXPECT_NEAR(general_queue(0.5, 1, 0).wait, 0.5, kPrinted);
  EXPECT_NEAR(general_queue(0.7, 1, 0.25).wait, 1.458333333, kPrinted);
  EXPECT_NEAR(general_queue(0.9, 1, 4).wait, 22.5, 22.5 * kPrinted);
  EXPECT_NEAR(general_queue(0.8, 1, 1).response, markov_queue(0.8, 1, 1).response, kPrinted);
}

TEST(SharedQueue, CountsOnlyTheMeanOfTheService) {
  EXPECT_NEAR(shared_queue(0.5, 1).response, 2, kPrinted);
  EXPECT_NEAR(shared_queue(80, 0.01).response, 0.05, kPrinted);
  EXPECT_FALSE(shared_queue(1, 1).is_stable);
}

}  // namespace
}  // namespace napkin::analysis
