#include "models/algorithms/membership/member_list.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/membership/rumor_queue.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr NodeId kA{1};
constexpr NodeId kB{2};
constexpr NodeId kC{3};

MemberUpdate alive(NodeId node, std::uint32_t incarnation = 0) {
  return {node, MemberState::kAlive, incarnation};
}

MemberUpdate suspect(NodeId node, std::uint32_t incarnation = 0) {
  return {node, MemberState::kSuspect, incarnation};
}

MemberUpdate dead(NodeId node, std::uint32_t incarnation = 0) {
  return {node, MemberState::kDead, incarnation};
}

// SWIM, section 4.2: the order of preference of alive and suspect messages.
TEST(MemberUpdate, OverridesAsTheSwimPaperSays) {
  EXPECT_TRUE(overrides(alive(kA, 2), suspect(kA, 1)));
  EXPECT_TRUE(overrides(alive(kA, 2), alive(kA, 1)));
  EXPECT_TRUE(overrides(suspect(kA, 1), suspect(kA, 0)));
  EXPECT_TRUE(overrides(suspect(kA, 1), alive(kA, 1)));
  EXPECT_TRUE(overrides(suspect(kA, 1), alive(kA, 0)));
  EXPECT_TRUE(overrides(dead(kA, 1), suspect(kA, 1)));
  EXPECT_FALSE(overrides(alive(kA, 1), suspect(kA, 1)));
  EXPECT_FALSE(overrides(suspect(kA, 0), alive(kA, 1)));
  EXPECT_FALSE(overrides(alive(kA, 1), alive(kA, 1)));
}

TEST(MemberUpdate, RevivesTheDeadByAHigherIncarnation) {
  EXPECT_FALSE(overrides(alive(kA, 1), dead(kA, 1)));
  EXPECT_TRUE(overrides(alive(kA, 2), dead(kA, 1)));
}

TEST(MemberList, CountsSuspectsAsMembersAndTheDeadNot) {
  MemberList list;
  list.apply(alive(kA));
  list.apply(suspect(kB));
  list.apply(dead(kC));
  EXPECT_EQ(list.members_count(), 2U);
  EXPECT_TRUE(list.is_member(kB));
  EXPECT_FALSE(list.is_member(kC));
  EXPECT_FALSE(list.is_member(NodeId{99}));
  EXPECT_THAT(list.nodes_in(MemberState::kDead), ElementsAre(kC));
}

TEST(MemberList, ForgetsAMemberThatWasErased) {
  MemberList list;
  list.apply(dead(kA, 5));
  list.erase(kA);
  EXPECT_TRUE(list.apply(alive(kA, 0)));
}

// Two lists hear the same claims in different orders; each claim is compared with the largest one.
TEST(MemberList, AgreesWhateverTheOrderOfTheClaims) {
  std::mt19937_64 random(21);
  for (int round = 0; round < 1'000; ++round) {
    std::vector<MemberUpdate> claims;
    for (int claim = 0; claim < 100; ++claim) {
      claims.push_back({NodeId{static_cast<std::uint32_t>(random() % 5)},
                        static_cast<MemberState>(random() % 3),
                        static_cast<std::uint32_t>(random() % 4)});
    }
    MemberList first;
    MemberList second;
    std::map<NodeId, MemberUpdate> largest;
    for (const MemberUpdate& claim : claims) {
      first.apply(claim);
      const auto known = largest.find(claim.node);
      if (known == largest.end() || overrides(claim, known->second)) {
        largest[claim.node] = claim;
      }
    }
    std::shuffle(claims.begin(), claims.end(), random);
    for (const MemberUpdate& claim : claims) {
      second.apply(claim);
    }
    ASSERT_EQ(first.all(), second.all());
    for (const auto& [node, claim] : largest) {
      ASSERT_EQ(first.find(node), claim);
    }
  }
}

TEST(RumorQueue, PassesTheLeastToldRumorOnFirst) {
  RumorQueue rumors;
  rumors.add(alive(kA));
  rumors.add(alive(kB));
  EXPECT_THAT(rumors.take(1, 3), ElementsAre(alive(kA)));
  EXPECT_THAT(rumors.take(1, 3), ElementsAre(alive(kB)));
  rumors.add(alive(kC));
  EXPECT_THAT(rumors.take(2, 3), ElementsAre(alive(kC), alive(kA)));
}

TEST(RumorQueue, StopsTellingAfterTheGivenNumberOfTimes) {
  RumorQueue rumors;
  rumors.add(alive(kA));
  rumors.take(8, 2);
  EXPECT_EQ(rumors.size(), 1U);
  rumors.take(8, 2);
  EXPECT_THAT(rumors.take(8, 2), IsEmpty());
}

TEST(RumorQueue, ReplacesAnOldClaimAndStartsOver) {
  RumorQueue rumors;
  rumors.add(alive(kA));
  rumors.take(8, 2);
  rumors.add(suspect(kA));
  EXPECT_THAT(rumors.take(8, 2), ElementsAre(suspect(kA)));
  EXPECT_EQ(rumors.size(), 1U);
}

// Against a plain list that is sorted for every message.
TEST(RumorQueue, AgreesWithAListThatIsSortedEachTime) {
  struct Told {
    std::size_t times;
    MemberUpdate update;
  };

  std::mt19937_64 random(9);
  RumorQueue rumors;
  std::vector<Told> model;
  for (int step = 0; step < 100'000; ++step) {
    if (random() % 2 == 0) {
      const MemberUpdate update{.node = NodeId{static_cast<std::uint32_t>(random() % 12)},
                                .incarnation = static_cast<std::uint32_t>(step)};
      rumors.add(update);
      std::erase_if(model, [&](const Told& told) { return told.update.node == update.node; });
      model.push_back({0, update});
    } else {
      const std::size_t count_max = random() % 6;
      const std::size_t times_max = 2 + random() % 4;
      std::ranges::sort(
          model, {}, [](const Told& told) { return std::pair(told.times, told.update.node); });
      std::vector<MemberUpdate> expected;
      for (std::size_t i = 0; i < std::min(count_max, model.size()); ++i) {
        ++model[i].times;
        expected.push_back(model[i].update);
      }
      std::erase_if(model, [&](const Told& told) { return told.times >= times_max; });
      ASSERT_EQ(rumors.take(count_max, times_max), expected);
    }
    ASSERT_EQ(rumors.size(), model.size());
  }
}

TEST(RumorQueue, TakesNothingIntoAMessageWithoutRoom) {
  RumorQueue rumors;
  rumors.add(alive(kA));
  EXPECT_THAT(rumors.take(0, 2), IsEmpty());
  EXPECT_EQ(rumors.size(), 1U);
}

}  // namespace
}  // namespace napkin::algorithms
