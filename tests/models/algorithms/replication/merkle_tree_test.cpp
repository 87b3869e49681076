#include "models/algorithms/replication/merkle_tree.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

MerkleTree tree_of(int depth, const std::vector<std::pair<std::uint64_t, std::uint64_t>>& entries) {
  MerkleTree tree(depth);
  for (const auto& [key, entry] : entries) {
    tree.add(key, entry);
  }
  return tree;
}

TEST(MerkleTree, DoesNotCareInWhichOrderEntriesCame) {
  const MerkleTree forth = tree_of(4, {{1, 10}, {2, 20}, {std::uint64_t{1} << 63, 30}});
  const MerkleTree back = tree_of(4, {{std::uint64_t{1} << 63, 30}, {2, 20}, {1, 10}});
  EXPECT_EQ(forth.root(), back.root());
}

TEST(MerkleTree, IsAsBeforeOnceAnEntryWasRemoved) {
  MerkleTree tree = tree_of(4, {{1, 10}});
  const std::uint64_t root = tree.root();
  tree.add(2, 20);
  EXPECT_NE(tree.root(), root);
  tree.remove(2, 20);
  EXPECT_EQ(tree.root(), root);
}

TEST(MerkleTree, SeesTwoEntriesThatSwappedTheirContents) {
  EXPECT_NE(tree_of(0, {{1, 10}, {2, 20}}).root(), tree_of(0, {{1, 20}, {2, 10}}).root());
}

TEST(MerkleTree, ComparesOnlyTheRootsOfEqualTrees) {
  const MerkleTree tree = tree_of(10, {{1, 10}});
  const auto difference = MerkleTree::diff(tree, tree);
  EXPECT_THAT(difference.buckets, IsEmpty());
  EXPECT_EQ(difference.nodes_compared, 1U);
}

// One path down: the root, and both children at each of the levels below.
TEST(MerkleTree, DescendsOnePathForOneDifference) {
  const MerkleTree left = tree_of(10, {{1, 10}});
  const auto difference = MerkleTree::diff(left, tree_of(10, {{1, 11}}));
  EXPECT_THAT(difference.buckets, ElementsAre(0U));
  EXPECT_EQ(difference.nodes_compared, 21U);
}

TEST(MerkleTree, CutsTheHashSpaceIntoEqualBuckets) {
  const MerkleTree tree(2);
  EXPECT_EQ(tree.range_of(0), std::pair(std::uint64_t{0}, (std::uint64_t{1} << 62) - 1));
  EXPECT_EQ(tree.range_of(3), std::pair(std::uint64_t{3} << 62, ~std::uint64_t{0}));
  EXPECT_EQ(tree.bucket_of(tree.range_of(2).first), 2U);
  EXPECT_EQ(tree.bucket_of(tree.range_of(2).second), 2U);
}

TEST(MerkleTree, OfDepthZeroIsOneBucket) {
  const MerkleTree tree = tree_of(0, {{~std::uint64_t{0}, 1}});
  EXPECT_EQ(tree.buckets_count(), 1U);
  EXPECT_EQ(tree.range_of(0), std::pair(std::uint64_t{0}, ~std::uint64_t{0}));
  EXPECT_THAT(MerkleTree::diff(tree, MerkleTree(0)).buckets, ElementsAre(0U));
}

TEST(MerkleTree, RefusesADepthOutOfRange) {
  EXPECT_THROW(MerkleTree(-1), std::invalid_argument);
  EXPECT_THROW(MerkleTree(25), std::invalid_argument);
}

using Table = std::map<std::uint64_t, std::uint64_t>;

std::set<std::size_t> differing_buckets(const Table& left,
                                        const Table& right,
                                        const MerkleTree& tree) {
  std::set<std::size_t> buckets;
  for (const auto& [mine, theirs] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    for (const auto& [key, entry] : *mine) {
      const auto found = theirs->find(key);
      if (found == theirs->end() || found->second != entry) {
        buckets.insert(tree.bucket_of(key));
      }
    }
  }
  return buckets;
}

// Two tables drift apart and are repaired; the trees always name exactly the buckets that differ.
TEST(MerkleTree, FindsTheBucketsThatAKeyByKeyComparisonFinds) {
  std::mt19937_64 random(15);
  std::vector<Table> tables(2);
  std::vector<MerkleTree> trees(2, MerkleTree(6));
  const auto put = [&](std::size_t side, std::uint64_t key, std::uint64_t entry) {
    if (const auto old = tables[side].find(key); old != tables[side].end()) {
      trees[side].remove(key, old->second);
    }
    tables[side][key] = entry;
    trees[side].add(key, entry);
  };
  for (int step = 0; step < 100'000; ++step) {
    const std::uint64_t key = mix64(random() % 200);
    const std::uint64_t entry = random() % 3;
    put(0, key, entry);
    if (random() % 8 != 0) {
      put(1, key, entry);
    }
    if (step % 50 == 0) {
      const auto found = MerkleTree::diff(trees[0], trees[1]).buckets;
      const auto expected = differing_buckets(tables[0], tables[1], trees[0]);
      ASSERT_EQ(found, std::vector<std::size_t>(expected.begin(), expected.end()));
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
