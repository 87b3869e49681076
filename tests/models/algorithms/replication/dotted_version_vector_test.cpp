#include "models/algorithms/replication/dotted_version_vector.h"

#include <algorithm>
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
using ::testing::UnorderedElementsAre;

constexpr NodeId kA{1};
constexpr NodeId kB{2};

using Set = DottedVersionVectorSet<std::string>;

TEST(DottedVersionVectorSet, StartsEmpty) {
  EXPECT_THAT(Set().values(), IsEmpty());
  EXPECT_EQ(Set().context(), VersionVector());
}

// The case that plain version vectors per server get wrong: two clients that have read nothing
// write through the same server, one of them twice.
TEST(DottedVersionVectorSet, TellsTwoClientsOfOneServerApart) {
  Set key;
  key.update({}, kA, "v1");
  const VersionVector seen_v1 = key.context();
  key.update({}, kA, "v2");
  EXPECT_THAT(key.values(), ElementsAre("v2", "v1"));
  key.update(seen_v1, kA, "v3");
  EXPECT_THAT(key.values(), ElementsAre("v3", "v2")) << "v3 replaces v1 alone";
}

TEST(DottedVersionVectorSet, AWriteThatHasSeenAllLeavesOneValue) {
  Set key;
  key.update({}, kA, "v1");
  key.update({}, kB, "v2");
  key.update(key.context(), kA, "v3");
  EXPECT_THAT(key.values(), ElementsAre("v3"));
}

// The client read v1 from B and writes v2 through A, which has never heard of v1.
TEST(DottedVersionVectorSet, RemembersAContextFromAnotherReplica) {
  Set at_b;
  at_b.update({}, kB, "v1");
  Set at_a;
  at_a.update(at_b.context(), kA, "v2");
  at_a.merge(at_b);
  EXPECT_THAT(at_a.values(), ElementsAre("v2"));
  at_b.merge(at_a);
  EXPECT_EQ(at_a, at_b);
}

TEST(DottedVersionVectorSet, KeepsConcurrentValuesOfTwoReplicas) {
  Set at_a;
  Set at_b;
  at_a.update({}, kA, "v1");
  at_b.update({}, kB, "v2");
  at_a.merge(at_b);
  EXPECT_THAT(at_a.values(), UnorderedElementsAre("v1", "v2"));
}

TEST(DottedVersionVectorSet, DiscardIsADeletionOfWhatWasSeen) {
  Set key;
  key.update({}, kA, "v1");
  const VersionVector seen = key.context();
  key.update({}, kA, "v2");
  key.discard(seen);
  EXPECT_THAT(key.values(), ElementsAre("v2"));
}

// The model: all dots ever seen, and the values of those alive.
struct Model {
  std::set<Dot> seen;
  std::map<Dot, std::string> alive;

  void discard(const std::set<Dot>& dots) {
    for (const Dot& dot : dots) {
      alive.erase(dot);
      seen.insert(dot);
    }
  }

  void merge(const Model& other) {
    std::erase_if(alive, [&](const auto& value) {
      return other.seen.contains(value.first) && !other.alive.contains(value.first);
    });
    for (const auto& [dot, value] : other.alive) {
      if (!seen.contains(dot)) {
        alive.emplace(dot, value);
      }
    }
    seen.insert(other.seen.begin(), other.seen.end());
  }
};

// Three replicas; clients read anywhere, wait, and write anywhere with what they read then.
TEST(DottedVersionVectorSet, BehavesAsSetsOfSeenAndLivingWrites) {
  std::mt19937_64 random(13);
  for (int round = 0; round < 1'000; ++round) {
    std::vector<Set> sets(3);
    std::vector<Model> models(3);
    std::vector<VersionVector> contexts(3);
    std::vector<std::set<Dot>> seen(3);
    for (int step = 0; step < 100; ++step) {
      const std::size_t here = random() % 3;
      const std::size_t client = random() % 3;
      switch (random() % 3) {
        case 0:
          contexts[client] = sets[here].context();
          seen[client] = models[here].seen;
          break;
        case 1: {
          const auto node = NodeId{static_cast<std::uint32_t>(here)};
          const auto value = std::to_string(step);
          const Dot dot = sets[here].update(contexts[client], node, value);
          ASSERT_FALSE(models[here].seen.contains(dot)) << "a dot names one write";
          models[here].discard(seen[client]);
          models[here].seen.insert(dot);
          models[here].alive.emplace(dot, value);
          break;
        }
        default:
          sets[here].merge(sets[client]);
          models[here].merge(Model(models[client]));
      }
      std::set<std::string> expected;
      for (const auto& [dot, value] : models[here].alive) {
        expected.insert(value);
      }
      const auto values = sets[here].values();
      ASSERT_EQ(std::set<std::string>(values.begin(), values.end()), expected);
      ASSERT_EQ(values.size(), expected.size());
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
