#include "models/algorithms/storage/btree_cost.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

// Pages of 100 rows and 100 children, for arithmetic in the head.
BTreeOptions round_options() {
  return {.page_bytes = 2'128,
          .key_bytes = 14,
          .row_bytes = 20,
          .pointer_bytes = 6,
          .page_overhead_bytes = 128,
          .fill_ratio = 1.0,
          .pool_bytes = 0,
          .log_record_overhead_bytes = 0};
}

TEST(BTreeCost, CountsPagesByLevel) {
  const BTreeCost tree(round_options(), 1'000'000);
  EXPECT_EQ(tree.rows_per_leaf(), 100U);
  EXPECT_EQ(tree.fanout(), 100U);
  EXPECT_EQ(tree.leaf_pages(), 10'000U);
  EXPECT_EQ(tree.inner_pages(), 101U);
  EXPECT_EQ(tree.height(), 3);
  EXPECT_EQ(tree.bytes(), 10'101U * 2'128);
}

TEST(BTreeCost, OfNoRowsAndOneRowIsOnePage) {
  EXPECT_EQ(BTreeCost(round_options(), 0).height(), 1);
  EXPECT_EQ(BTreeCost(round_options(), 1).leaf_pages(), 1U);
  EXPECT_EQ(BTreeCost(round_options(), 100).height(), 1);
  EXPECT_EQ(BTreeCost(round_options(), 101).height(), 2);
  EXPECT_EQ(BTreeCost(round_options(), 0).lookup().pages_read, 1.0);
}

TEST(BTreeCost, ReadsAPagePerLevelWithoutAPool) {
  EXPECT_EQ(BTreeCost(round_options(), 1'000'000).lookup().pages_read, 3.0);
}

TEST(BTreeCost, ReadsOnlyWhatThePoolDoesNotHold) {
  BTreeOptions options = round_options();
  options.pool_bytes = 101 * options.page_bytes;
  EXPECT_EQ(BTreeCost(options, 1'000'000).lookup().pages_read, 1.0) << "inner pages are in memory";
  options.pool_bytes = (101 + 2'500) * options.page_bytes;
  EXPECT_EQ(BTreeCost(options, 1'000'000).lookup().pages_read, 0.75);
  options.pool_bytes = 51 * options.page_bytes;
  EXPECT_EQ(BTreeCost(options, 1'000'000).lookup().pages_read, 1.5) << "half of the second level";
  options.pool_bytes = 1 << 30;
  EXPECT_EQ(BTreeCost(options, 1'000'000).lookup().pages_read, 0.0);
}

TEST(BTreeCost, ScansAlongTheLeaves) {
  const BTreeCost tree(round_options(), 1'000'000);
  EXPECT_EQ(tree.scan(1).pages_read, 3.0);
  EXPECT_EQ(tree.scan(0).pages_read, 3.0);
  EXPECT_EQ(tree.scan(1'001).pages_read, 13.0);
  EXPECT_EQ(tree.scan(10'000'000).pages_read, 10'002.0) << "not more leaves than there are";
}

// The reason for log-structured stores: a random update of 20 bytes writes a whole page.
TEST(BTreeCost, WritesAPageForARowWhereAnAppendSharesIt) {
  const BTreeCost tree(round_options(), 1'000'000);
  EXPECT_EQ(tree.update().pages_written, 1.0);
  EXPECT_EQ(tree.write_amplification(tree.update()), (2 * 2'128 + 20) / 20.0);
  EXPECT_NEAR(tree.insert_random().pages_written, 1.02, 1e-12);
  EXPECT_NEAR(tree.insert_rising().pages_written, 0.0101, 1e-12);
  EXPECT_EQ(tree.insert_rising().pages_read, 0.0);
}

TEST(BTreeCost, WithInnoDbPagesIsFourLevelsForABillionRows) {
  EXPECT_EQ(BTreeCost({.row_bytes = 100}, 1'000'000'000).height(), 4);
  EXPECT_EQ(BTreeCost({.row_bytes = 100}, 50'000'000).height(), 3);
}

TEST(BTreeCost, RefusesPagesThatHoldNoTree) {
  EXPECT_THROW(BTreeCost({.page_bytes = 100}, 1), std::invalid_argument);
  EXPECT_THROW(BTreeCost({.row_bytes = 16'000}, 1), std::invalid_argument);
  EXPECT_THROW(BTreeCost({.row_bytes = 0}, 1), std::invalid_argument);
  EXPECT_THROW(BTreeCost({.fill_ratio = 0.0}, 1), std::invalid_argument);
  EXPECT_THROW(BTreeCost({.changes_per_checkpoint = 0}, 1), std::invalid_argument);
}

// A real B+tree's leaves, no more: sorted pages that split in the middle when they are full.
class Leaves {
 public:
  explicit Leaves(std::size_t capacity) : capacity_(capacity) { pages_[0] = {}; }

  void insert(std::uint64_t key) {
    auto page = std::prev(pages_.upper_bound(key));
    page->second.insert(key);
    if (page->second.size() > capacity_) {
      auto middle =
          std::next(page->second.begin(), static_cast<std::ptrdiff_t>(page->second.size() / 2));
      const std::uint64_t first = *middle;
      pages_[first] = std::set<std::uint64_t>(middle, page->second.end());
      page->second.erase(middle, page->second.end());
    }
  }

  [[nodiscard]] std::size_t pages_count() const { return pages_.size(); }

 private:
  std::size_t capacity_;
  std::map<std::uint64_t, std::set<std::uint64_t>> pages_;
};

// Yao's ln 2: the number of leaves of a tree grown by random inserts.
TEST(BTreeCost, PredictsTheLeavesOfATreeGrownAtRandom) {
  std::mt19937_64 random(71);
  Leaves leaves(100);
  constexpr std::uint64_t kRows = 100'000;
  for (std::uint64_t row = 0; row < kRows; ++row) {
    leaves.insert(random());
  }
  BTreeOptions options = round_options();
  options.fill_ratio = 0.6931;
  const auto predicted = static_cast<double>(BTreeCost(options, kRows).leaf_pages());
  EXPECT_NEAR(static_cast<double>(leaves.pages_count()) / predicted, 1.0, 0.03);
}

struct PoolCounts {
  double reads = 0;
  double writes = 0;
};

// A pool of leaves under LRU, with dirty pages written when evicted and at checkpoints; per update.
PoolCounts simulated_pool(std::uint64_t leaves,
                          std::uint64_t pool_pages,
                          std::uint64_t changes_per_checkpoint) {
  std::mt19937_64 random(72);
  std::list<std::uint64_t> order;  // most recent first
  std::map<std::uint64_t, std::list<std::uint64_t>::iterator> present;
  std::set<std::uint64_t> dirty;
  PoolCounts counts;
  constexpr std::uint64_t kWarmUp = 50'000;
  constexpr std::uint64_t kChanges = 100'000;
  for (std::uint64_t change = 0; change < kWarmUp + kChanges; ++change) {
    if (change == kWarmUp) {
      counts = {};
    }
    const std::uint64_t leaf = random() % leaves;
    if (const auto found = present.find(leaf); found != present.end()) {
      order.erase(found->second);
    } else {
      counts.reads += 1.0 / kChanges;
    }
    order.push_front(leaf);
    present[leaf] = order.begin();
    dirty.insert(leaf);
    if (order.size() > pool_pages) {
      counts.writes += dirty.erase(order.back()) != 0 ? 1.0 / kChanges : 0.0;
      present.erase(order.back());
      order.pop_back();
    }
    if (change % changes_per_checkpoint == 0) {
      counts.writes += static_cast<double>(dirty.size()) / kChanges;
      dirty.clear();
    }
  }
  return counts;
}

TEST(BTreeCost, PredictsTheIoOfABufferPool) {
  struct Case {
    std::uint64_t pool_leaves;
    std::uint64_t changes_per_checkpoint;
  };

  for (const Case& each : {Case{1'000, 1'000'000},
                           Case{250, 1'000'000},
                           Case{1'000, 3'000},
                           Case{1'000, 500},
                           Case{500, 1}}) {
    BTreeOptions options = round_options();
    options.changes_per_checkpoint = each.changes_per_checkpoint;
    const std::uint64_t rows = 100'000;  // a thousand leaves below eleven inner pages
    options.pool_bytes = (each.pool_leaves + 11) * options.page_bytes;
    const BTreeCost tree(options, rows);
    ASSERT_EQ(tree.inner_pages(), 11U);
    const PoolCounts counts =
        simulated_pool(tree.leaf_pages(), each.pool_leaves, each.changes_per_checkpoint);
    EXPECT_NEAR(tree.update().pages_read, counts.reads, 0.02);
    EXPECT_NEAR(tree.update().pages_written, counts.writes, 0.02);
  }
}

}  // namespace
}  // namespace napkin::algorithms
