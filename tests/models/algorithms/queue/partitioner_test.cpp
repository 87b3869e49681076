#include "models/algorithms/queue/partitioner.h"

#include <cstdint>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using ::testing::Each;
using ::testing::Ge;
using testing::RandomWords;

TEST(RoundRobinPartitioner, TakesPartitionsInTurnAndAdaptsToTheirNumber) {
  RoundRobinPartitioner partitioner;
  EXPECT_EQ(partitioner.next(3), 0U);
  EXPECT_EQ(partitioner.next(3), 1U);
  EXPECT_EQ(partitioner.next(3), 2U);
  EXPECT_EQ(partitioner.next(4), 3U);
  EXPECT_EQ(partitioner.next(2), 0U);
}

TEST(RoundRobinPartitioner, TakesTheOneAfterTheLastWhateverTheirNumber) {
  RoundRobinPartitioner partitioner;
  RandomWords random(3);
  std::uint32_t expected = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto count = static_cast<std::uint32_t>(1 + random.below(9));
    expected %= count;
    ASSERT_EQ(partitioner.next(count), expected++);
  }
}

// Record by record against the bytes of the batch so far, while partitions come and go.
TEST(StickyPartitioner, ChangesThePartitionOnlyWithTheBatch) {
  StickyPartitioner partitioner({.batch_bytes = 1'000});
  RandomWords random(4);
  std::uint64_t batch_bytes = 0;
  std::uint32_t partition = partitioner.next(0, 4, random.next());
  for (int i = 0; i < 100'000; ++i) {
    const auto count = static_cast<std::uint32_t>(random.below(100) == 0 ? 2 : 4);
    const std::uint64_t bytes = random.below(400);
    const std::uint32_t chosen = partitioner.next(bytes, count, random.next());
    ASSERT_LT(chosen, count);
    if (partition < count && batch_bytes + bytes <= 1'000) {
      ASSERT_EQ(chosen, partition);
      batch_bytes += bytes;
    } else {
      ASSERT_NE(chosen, partition);
      batch_bytes = bytes;
    }
    partition = chosen;
  }
}

TEST(StickyPartitioner, FillsABatchBeforeItChoosesAnotherPartition) {
  StickyPartitioner partitioner({.batch_bytes = 100});
  std::mt19937_64 random(1);
  std::vector<std::uint32_t> chosen;
  for (int i = 0; i < 40; ++i) {
    chosen.push_back(partitioner.next(25, 5, random()));
  }
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    EXPECT_EQ(chosen[i], chosen[i - i % 4]) << "record " << i;
    if (i >= 4 && i % 4 == 0) {
      EXPECT_NE(chosen[i], chosen[i - 1]) << "record " << i;
    }
  }
}

TEST(StickyPartitioner, SpreadsBatchesOverAllPartitions) {
  StickyPartitioner partitioner({.batch_bytes = 0});
  std::mt19937_64 random(2);
  std::vector<int> counts(8);
  for (int i = 0; i < 80'000; ++i) {
    ++counts[partitioner.next(1, 8, random())];
  }
  EXPECT_THAT(counts, Each(Ge(9'700)));  // 10,000 each; three standard deviations are 281
}

TEST(StickyPartitioner, LeavesAPartitionThatIsNoLonger) {
  StickyPartitioner partitioner({});
  static_cast<void>(partitioner.next(1, 8, ~0ULL));
  EXPECT_EQ(partitioner.next(1, 1, ~0ULL), 0U);
}

}  // namespace
}  // namespace napkin::algorithms
