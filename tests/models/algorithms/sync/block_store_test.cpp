#include "models/algorithms/sync/block_store.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Blocks = std::vector<BlockName>;
using Commit = BlockStore::Commit;

BlockName block(std::uint8_t content) {
  BlockName name;
  name.hash[0] = content;
  name.bytes = 100U + content;
  return name;
}

/// Uploads what is missing, and commits.
Commit save(BlockStore& store, std::uint64_t file, std::uint64_t based_on, const Blocks& blocks) {
  for (const BlockName& each : store.missing(blocks)) {
    store.add_block(each);
  }
  return store.commit(file, based_on, blocks);
}

TEST(BlockStore, RefusesToKeepNoVersion) {
  EXPECT_THROW(BlockStore({.versions_max = 0}), std::invalid_argument);
}

TEST(BlockStore, AsksForEachMissingBlockOnce) {
  BlockStore store({});
  EXPECT_TRUE(store.add_block(block(1)));
  EXPECT_FALSE(store.add_block(block(1)));
  EXPECT_THAT(store.missing(Blocks{block(2), block(1), block(2)}), ElementsAre(block(2)));
  EXPECT_EQ(store.commit(7, 0, Blocks{block(2)}), Commit::kMissingBlocks);
  EXPECT_EQ(store.newest_version(7), 0U);
}

TEST(BlockStore, StoresEqualBlocksOfAllFilesOnce) {
  BlockStore store({});
  EXPECT_EQ(save(store, 7, 0, {block(1), block(2)}), Commit::kDone);
  EXPECT_EQ(save(store, 8, 0, {block(2), block(2)}), Commit::kDone);
  EXPECT_EQ(store.stored_bytes(), 203U);
  EXPECT_EQ(store.logical_bytes(), 101U + 3 * 102U);
  store.remove(7);
  EXPECT_EQ(store.stored_bytes(), 102U);
  store.remove(8);
  EXPECT_EQ(store.block_count(), 0U);
  EXPECT_EQ(store.logical_bytes(), 0U);
}

TEST(BlockStore, OfTwoDevicesTheFirstToCommitWins) {
  BlockStore store({});
  save(store, 7, 0, {block(1)});
  EXPECT_EQ(save(store, 7, 1, {block(2)}), Commit::kDone);
  EXPECT_EQ(save(store, 7, 1, {block(3)}), Commit::kConflict);
  EXPECT_EQ(store.newest_version(7), 2U);
  EXPECT_EQ(store.blocks(7, 2), Blocks{block(2)});
  EXPECT_EQ(store.blocks(7, 1), Blocks{block(1)});
}

TEST(BlockStore, KeepsSoManyVersions) {
  BlockStore store({.versions_max = 2});
  for (std::uint8_t version = 0; version < 5; ++version) {
    save(store, 7, version, {block(version)});
  }
  EXPECT_EQ(store.blocks(7, 3), std::nullopt);
  EXPECT_EQ(store.blocks(7, 4), Blocks{block(3)});
  EXPECT_EQ(store.blocks(7, 6), std::nullopt);
  EXPECT_EQ(store.blocks(9, 1), std::nullopt);
  EXPECT_EQ(store.block_count(), 2U);
}

TEST(BlockStore, DropsUploadsThatWereGivenUp) {
  BlockStore store({});
  save(store, 7, 0, {block(1)});
  store.add_block(block(5));
  EXPECT_EQ(store.drop_unused_blocks(), 105U);
  EXPECT_EQ(store.drop_unused_blocks(), 0U);
  EXPECT_EQ(store.stored_bytes(), 101U);
}

TEST(BlockStore, AnEmptyFileIsAFile) {
  BlockStore store({});
  EXPECT_EQ(save(store, 7, 0, {}), Commit::kDone);
  EXPECT_EQ(store.blocks(7, 1), Blocks{});
}

TEST(BlockStore, HoldsExactlyTheBlocksThatVersionsReferTo) {
  BlockStore store({.versions_max = 3});
  std::map<std::uint64_t, std::deque<Blocks>> model;
  std::map<std::uint64_t, std::uint64_t> newest;
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t file = random() % 10;
    if (random() % 10 == 0) {
      store.remove(file);
      model.erase(file);
      newest.erase(file);
    } else {
      Blocks blocks;
      for (std::uint64_t j = random() % 4; j > 0; --j) {
        blocks.push_back(block(static_cast<std::uint8_t>(random() % 40)));
      }
      ASSERT_EQ(save(store, file, newest[file], blocks), Commit::kDone);
      ++newest[file];
      model[file].push_back(blocks);
      if (model[file].size() > 3) {
        model[file].pop_front();
      }
    }
    if (i % 50 == 0) {
      std::set<BlockName> kept;
      std::uint64_t stored = 0;
      std::uint64_t logical = 0;
      for (const auto& [each, versions] : model) {
        for (const Blocks& blocks : versions) {
          for (const BlockName& name : blocks) {
            stored += kept.insert(name).second ? name.bytes : 0;
            logical += name.bytes;
          }
        }
      }
      ASSERT_EQ(store.block_count(), kept.size());
      ASSERT_EQ(store.stored_bytes(), stored);
      ASSERT_EQ(store.logical_bytes(), logical);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
