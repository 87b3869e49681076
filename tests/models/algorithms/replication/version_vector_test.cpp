#include "models/algorithms/replication/version_vector.h"

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr NodeId kS0{0};
constexpr NodeId kS1{1};

// The two examples of A. Xu, "System Design Interview", chapter 6, "vector clocks".
TEST(VersionVector, SeesAncestorAndConflictAsTheBookDoes) {
  const VersionVector x({{kS0, 1}, {kS1, 1}});
  const VersionVector y({{kS0, 1}, {kS1, 2}});
  EXPECT_EQ(x.compare(y), Causality::kBefore);
  EXPECT_EQ(y.compare(x), Causality::kAfter);
  const VersionVector z({{kS0, 2}, {kS1, 1}});
  EXPECT_EQ(z.compare(y), Causality::kConcurrent);
}

TEST(VersionVector, EveryVersionDescendsFromTheEmptyOne) {
  const VersionVector nothing;
  const VersionVector something({{kS1, 1}});
  EXPECT_EQ(nothing.compare(nothing), Causality::kEqual);
  EXPECT_EQ(something.compare(nothing), Causality::kAfter);
  EXPECT_EQ(nothing.counter(kS1), 0U);
}

TEST(VersionVector, CountsFromOne) {
  VersionVector version;
  EXPECT_EQ(version.increment(kS1), (Dot{kS1, 1}));
  EXPECT_EQ(version.increment(kS1), (Dot{kS1, 2}));
  EXPECT_TRUE(version.contains({kS1, 2}));
  EXPECT_FALSE(version.contains({kS1, 3}));
}

TEST(VersionVector, ListsItsEntriesByNode) {
  VersionVector version({{kS1, 7}, {kS0, 3}});
  EXPECT_THAT(version.entries(), ElementsAre(Dot{kS0, 3}, Dot{kS1, 7}));
  version.erase(kS0);
  version.erase(NodeId{99});
  EXPECT_THAT(version.entries(), ElementsAre(Dot{kS1, 7}));
}

TEST(VersionVectorDeathTest, RefusesANodeTwiceAndACounterOfZero) {
  EXPECT_DEATH(VersionVector({{kS0, 1}, {kS0, 2}}), "broken contract");
  EXPECT_DEATH(VersionVector({{kS0, 0}}), "broken contract");
}

using Model = std::map<NodeId, std::uint64_t>;

bool has_all(const Model& left, const Model& right) {
  return std::all_of(right.begin(), right.end(), [&](const auto& entry) {
    const auto found = left.find(entry.first);
    return found != left.end() && found->second >= entry.second;
  });
}

// A handful of versions grow, merge and are compared with plain maps.
TEST(VersionVector, BehavesAsAMapOfCounters) {
  std::mt19937_64 random(11);
  std::vector<VersionVector> versions(4);
  std::vector<Model> models(4);
  for (int step = 0; step < 100'000; ++step) {
    const std::size_t to = random() % 4;
    const std::size_t from = random() % 4;
    const NodeId node{static_cast<std::uint32_t>(random() % 6)};
    switch (random() % 8) {
      case 0:
        versions[to].merge(versions[from]);
        for (const auto& [other, counter] : models[from]) {
          models[to][other] = std::max(models[to][other], counter);
        }
        break;
      case 1:
        versions[to] = VersionVector();
        models[to].clear();
        break;
      case 2:
        versions[to].erase(node);
        models[to].erase(node);
        break;
      default:
        versions[to].increment(node);
        ++models[to][node];
    }
    ASSERT_EQ(versions[to].size(), models[to].size());
    ASSERT_EQ(versions[to].descends_from(versions[from]), has_all(models[to], models[from]));
    ASSERT_EQ(versions[from].descends_from(versions[to]), has_all(models[from], models[to]));
    ASSERT_EQ(versions[to] == versions[from], models[to] == models[from]);
  }
}

}  // namespace
}  // namespace napkin::algorithms
