#include "models/algorithms/replication/hinted_handoff.h"

#include <chrono>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr NodeId kA{1};
constexpr NodeId kB{2};
constexpr NodeId kC{3};
constexpr NodeId kD{4};
constexpr NodeId kE{5};

std::vector<SloppyTarget> targets_without(const std::set<NodeId>& down, std::size_t replicas) {
  const std::vector<NodeId> preference{kA, kB, kC, kD, kE};
  return sloppy_targets(preference, replicas, [&](NodeId node) { return !down.contains(node); });
}

TEST(SloppyQuorum, TakesTheHomesWhenAllAreHealthy) {
  EXPECT_THAT(targets_without({}, 3),
              ElementsAre(SloppyTarget{kA, {}}, SloppyTarget{kB, {}}, SloppyTarget{kC, {}}));
}

// Dynamo, section 4.6: if A is down, a replica that would live on A goes to D with a hint.
TEST(SloppyQuorum, LetsTheNextHealthyNodeStandIn) {
  EXPECT_THAT(targets_without({kA}, 3),
              ElementsAre(SloppyTarget{kB, {}}, SloppyTarget{kC, {}}, SloppyTarget{kD, kA}));
  EXPECT_THAT(targets_without({kA, kC, kD}, 3),
              ElementsAre(SloppyTarget{kB, {}}, SloppyTarget{kE, kA}));
}

TEST(SloppyQuorum, IsEmptyWhenAllAreDown) {
  EXPECT_THAT(targets_without({kA, kB, kC, kD, kE}, 3), IsEmpty());
  EXPECT_THAT(targets_without({}, 0), IsEmpty());
}

TEST(SloppyQuorum, ManagesWithFewerNodesThanReplicas) {
  const std::vector<NodeId> preference{kA};
  const auto everyone = [](NodeId) { return true; };
  EXPECT_THAT(sloppy_targets(preference, 3, everyone), ElementsAre(SloppyTarget{kA, {}}));
}

using Hints = HintLog<std::string>;

std::vector<std::string> mutations(const Hints& hints, NodeId target, std::size_t count_max) {
  std::vector<std::string> result;
  for (const auto& hint : hints.first(target, count_max)) {
    result.push_back(hint.mutation);
  }
  return result;
}

TEST(HintLog, ReplaysInTheOrderOfArrival) {
  Hints hints({});
  hints.store(kB, 1s, "first");
  hints.store(kC, 1s, "of another");
  hints.store(kB, 2s, "second");
  EXPECT_THAT(mutations(hints, kB, 10), ElementsAre("first", "second"));
  EXPECT_THAT(mutations(hints, kB, 1), ElementsAre("first"));
  EXPECT_THAT(mutations(hints, kD, 10), IsEmpty());
}

TEST(HintLog, KeepsAHintUntilItsDeliveryIsAcknowledged) {
  Hints hints({});
  hints.store(kB, 1s, "first");
  hints.store(kB, 2s, "second");
  hints.on_up(kB);
  EXPECT_THAT(mutations(hints, kB, 10), ElementsAre("first", "second"));
  hints.on_delivered(kB, 1);
  EXPECT_THAT(mutations(hints, kB, 10), ElementsAre("second"));
  hints.on_delivered(kB, 1);
  EXPECT_EQ(hints.size(), 0U);
}

TEST(HintLog, TakesNoMoreForATargetThanItsBound) {
  Hints hints({.hints_per_target_max = 1});
  EXPECT_EQ(hints.store(kB, 1s, "first"), HintOutcome::kStored);
  EXPECT_EQ(hints.store(kB, 1s, "second"), HintOutcome::kFull);
  EXPECT_EQ(hints.store(kC, 1s, "of another"), HintOutcome::kStored);
}

TEST(HintLog, OfNoCapacityTakesNothing) {
  Hints hints({.hints_per_target_max = 0});
  EXPECT_EQ(hints.store(kB, 1s, "first"), HintOutcome::kFull);
}

TEST(HintLog, StopsWhenTheTargetHasBeenDownForTheWindow) {
  Hints hints({.window = 3h});
  hints.on_down(kB, 1h);
  hints.on_down(kB, 2h);  // told again: the first time counts
  EXPECT_EQ(hints.store(kB, 4h, "last"), HintOutcome::kStored);
  EXPECT_EQ(hints.store(kB, 4h + 1ns, "later"), HintOutcome::kTooLate);
}

TEST(HintLog, OpensTheWindowAgainAfterARecovery) {
  Hints hints({.window = 3h});
  hints.on_down(kB, 1h);
  hints.on_up(kB);
  hints.on_down(kB, 9h);
  EXPECT_EQ(hints.store(kB, 10h, "again"), HintOutcome::kStored);
}

TEST(HintLog, BearsAClockThatGoesBack) {
  Hints hints({.window = 3h});
  hints.on_down(kB, 5h);
  EXPECT_EQ(hints.store(kB, 1h, "early"), HintOutcome::kStored);
}

TEST(HintLog, DropsWhatIsOlderThanTheGivenTime) {
  Hints hints({});
  hints.store(kB, 1s, "old");
  hints.store(kB, 3s, "young");
  hints.store(kC, 1s, "old");
  EXPECT_EQ(hints.drop_stored_before(2s), 2U);
  EXPECT_THAT(mutations(hints, kB, 10), ElementsAre("young"));
  EXPECT_THAT(mutations(hints, kC, 10), IsEmpty());
}

TEST(HintLog, ForgetsATargetThatLeftForGood) {
  Hints hints({});
  hints.store(kB, 1s, "first");
  EXPECT_EQ(hints.drop_target(kB), 1U);
  EXPECT_EQ(hints.drop_target(kB), 0U);
  EXPECT_EQ(hints.size(), 0U);
}

TEST(HintLog, BehavesAsAListPerTarget) {
  std::mt19937_64 random(5);
  Hints hints({.hints_per_target_max = 20});
  std::map<NodeId, std::vector<std::string>> model;
  for (int step = 0; step < 100'000; ++step) {
    const NodeId target{static_cast<std::uint32_t>(random() % 5)};
    auto& list = model[target];
    if (random() % 3 != 0) {
      const bool stored = hints.store(target, 1s, std::to_string(step)) == HintOutcome::kStored;
      ASSERT_EQ(stored, list.size() < 20);
      if (stored) {
        list.push_back(std::to_string(step));
      }
    } else {
      const auto count = std::min<std::size_t>(random() % 4, list.size());
      hints.on_delivered(target, count);
      list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count));
    }
    ASSERT_EQ(
        mutations(hints, target, 3),
        std::vector(list.begin(), list.begin() + std::min<std::ptrdiff_t>(3, std::ssize(list))));
    ASSERT_EQ(hints.hints_for(target), list.size());
  }
}

}  // namespace
}  // namespace napkin::algorithms
