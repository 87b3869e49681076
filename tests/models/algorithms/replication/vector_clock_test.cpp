#include "models/algorithms/replication/vector_clock.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;

constexpr NodeId kX{1};
constexpr NodeId kY{2};
constexpr NodeId kZ{3};

using Cart = Siblings<std::string>;

VectorClock descendant(VectorClock clock, NodeId node, Time now = 0s) {
  clock.increment(node, now);
  return clock;
}

std::vector<std::string> values(const Cart& cart) {
  std::vector<std::string> result;
  for (const auto& version : cart.versions()) {
    result.push_back(version.value);
  }
  return result;
}

// Dynamo, figure 3: versions D1 to D5 of an object.
TEST(VectorClock, FollowsTheFigureOfTheDynamoPaper) {
  const VectorClock d1 = descendant({}, kX);
  const VectorClock d2 = descendant(d1, kX);
  const VectorClock d3 = descendant(d2, kY);
  const VectorClock d4 = descendant(d2, kZ);
  EXPECT_THAT(d2.versions().entries(), ElementsAre(Dot{kX, 2}));
  EXPECT_EQ(d2.compare(d1), Causality::kAfter);
  EXPECT_EQ(d3.compare(d4), Causality::kConcurrent);
  VectorClock d5 = d3;
  d5.merge(d4);
  d5.increment(kX, 0s);
  EXPECT_THAT(d5.versions().entries(), ElementsAre(Dot{kX, 3}, Dot{kY, 1}, Dot{kZ, 1}));
  EXPECT_TRUE(d5.descends_from(d3) && d5.descends_from(d4));
}

TEST(VectorClock, TrimsTheEntriesUpdatedLongestAgo) {
  VectorClock clock;
  clock.increment(kX, 1s);
  clock.increment(kY, 2s);
  clock.increment(kZ, 3s);
  clock.increment(kX, 4s);
  EXPECT_EQ(clock.trim(2), 1U);
  EXPECT_THAT(clock.versions().entries(), ElementsAre(Dot{kX, 2}, Dot{kZ, 1}));
  EXPECT_EQ(clock.trim(2), 0U);
  EXPECT_EQ(clock.trim(0), 2U);
  EXPECT_EQ(clock.size(), 0U);
}

TEST(VectorClock, KeepsTheLaterTimeWhenItMerges) {
  VectorClock old_x = descendant({}, kX, 1s);
  const VectorClock new_x = descendant(descendant({}, kX, 1s), kX, 9s);
  old_x.merge(new_x);
  old_x.increment(kY, 5s);
  old_x.trim(1);
  EXPECT_THAT(old_x.versions().entries(), ElementsAre(Dot{kX, 2}));
}

TEST(VectorClock, IsNotMadeOlderByAnOldMerge) {
  VectorClock clock = descendant(descendant({}, kX, 1s), kX, 9s);
  clock.merge(descendant({}, kX, 1s));
  clock.increment(kY, 5s);
  clock.trim(1);
  EXPECT_THAT(clock.versions().entries(), ElementsAre(Dot{kX, 2}));
}

// What trimming risks: too much trimming, and a descendant is taken for a conflict.
TEST(VectorClock, MayTakeADescendantForAConflictOnceTrimmed) {
  const VectorClock ancestor = descendant({}, kX, 1s);
  VectorClock later = descendant(ancestor, kY, 2s);
  EXPECT_EQ(later.compare(ancestor), Causality::kAfter);
  later.trim(1);
  EXPECT_EQ(later.compare(ancestor), Causality::kConcurrent);
}

TEST(Siblings, KeepBothSidesOfAConflictUntilItIsResolved) {
  Cart cart;
  const VectorClock base = descendant({}, kX);
  cart.add({base, "milk"});
  cart.add({descendant(base, kY), "milk, bread"});
  cart.add({descendant(base, kZ), "milk, eggs"});
  EXPECT_TRUE(cart.in_conflict());
  cart.add({descendant(cart.context(), kX), "milk, bread, eggs"});
  EXPECT_THAT(values(cart), ElementsAre("milk, bread, eggs"));
}

TEST(Siblings, RefuseWhatIsAlreadySuperseded) {
  Cart cart;
  const VectorClock base = descendant({}, kX);
  EXPECT_TRUE(cart.add({descendant(base, kX), "new"}));
  EXPECT_FALSE(cart.add({base, "old"}));
  EXPECT_TRUE(cart.add({descendant(base, kX), "new"})) << "the same version again";
  EXPECT_THAT(values(cart), ElementsAre("new"));
}

TEST(Siblings, OfNothingHaveNoContext) {
  EXPECT_EQ(Cart().context(), VectorClock());
  EXPECT_FALSE(Cart().in_conflict());
}

// The model of causality: a version is the set of writes that it has seen. Replicas write through
// themselves and merge at random. Siblings must be exactly the maximal sets, and replicas that have
// merged all must be equal.
class HistoryModel {
 public:
  using History = std::set<int>;

  // A client reads all siblings from a replica and writes their resolution through it.
  void write(std::size_t replica) {
    History history;
    for (const History& sibling : replicas_[replica]) {
      history.insert(sibling.begin(), sibling.end());
    }
    history.insert(++writes_);
    VectorClock clock = carts_[replica].context();
    clock.increment(NodeId{static_cast<std::uint32_t>(replica)}, 0s);
    carts_[replica].add({clock, std::to_string(writes_)});
    add(replica, history);
  }

  void merge(std::size_t from, std::size_t to) {
    carts_[to].merge(carts_[from]);
    const auto arriving = replicas_[from];
    for (const History& sibling : arriving) {
      add(to, sibling);
    }
  }

  [[nodiscard]] bool agrees(std::size_t replica) const {
    std::set<std::string> expected;
    for (const History& sibling : replicas_[replica]) {
      expected.insert(std::to_string(*sibling.rbegin()));
    }
    const auto found = values(carts_[replica]);
    return expected == std::set(found.begin(), found.end()) && expected.size() == found.size();
  }

  [[nodiscard]] const Cart& cart(std::size_t replica) const { return carts_[replica]; }

  [[nodiscard]] std::size_t siblings(std::size_t replica) const {
    return replicas_[replica].size();
  }

 private:
  static VectorClock with_counter(VectorClock clock, NodeId node, std::uint64_t counter) {
    while (clock.versions().counter(node) < counter) {
      clock.increment(node, 0s);
    }
    return clock;
  }

  void add(std::size_t replica, const History& arriving) {
    auto& siblings = replicas_[replica];
    const auto contains = [](const History& left, const History& right) {
      return std::includes(left.begin(), left.end(), right.begin(), right.end());
    };
    if (std::any_of(siblings.begin(), siblings.end(), [&](const History& present) {
          return contains(present, arriving);
        })) {
      return;
    }
    std::erase_if(siblings, [&](const History& present) { return contains(arriving, present); });
    siblings.push_back(arriving);
  }

  std::vector<Cart> carts_{3};
  std::vector<std::vector<History>> replicas_{3};
  int writes_ = 0;
};

// Each writer reads its own last write first, and then the vector is exact. (When clients share a
// server's entry it is not: that is what dotted version vectors are for.)
TEST(Siblings, AreTheLatestWritesNobodyHasSeenYet) {
  std::mt19937_64 random(12);
  std::size_t siblings_max = 0;
  for (int round = 0; round < 2'500; ++round) {
    HistoryModel model;
    for (int step = 0; step < 40; ++step) {
      const std::size_t here = random() % 3;
      const std::size_t there = random() % 3;
      if (random() % 2 == 0) {
        model.write(here);
      } else {
        model.merge(here, there);
      }
      ASSERT_TRUE(model.agrees(here) && model.agrees(there));
      siblings_max = std::max(siblings_max, model.siblings(there));
    }
    model.merge(0, 1);
    model.merge(1, 2);
    model.merge(2, 0);
    model.merge(0, 1);
    ASSERT_EQ(model.cart(0), model.cart(1));
    ASSERT_EQ(model.cart(0), model.cart(2));
  }
  EXPECT_EQ(siblings_max, 3U) << "conflicts did occur";
}

}  // namespace
}  // namespace napkin::algorithms
