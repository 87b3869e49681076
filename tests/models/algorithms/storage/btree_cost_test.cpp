#include "models/algorithms/storage/btree_cost.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <random>
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
    std::vector<std::uint64_t>& page = std::prev(pages_.upper_bound(key))->second;
    page.insert(std::lower_bound(page.begin(), page.end(), key), key);
    if (page.size() > capacity_) {
      const auto middle = page.begin() + static_cast<std::ptrdiff_t>(page.size() / 2);
      pages_[*middle].assign(middle, page.end());
      page.erase(middle, page.end());
    }
  }

  [[nodiscard]] std::size_t pages_count() const { return pages_.size(); }

 private:
  std::size_t capacity_;
  std::map<std::uint64_t, std::vector<std::uint64_t>> pages_;  // sorted, by their first keys
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
  std::vector<std::list<std::uint64_t>::iterator> places(leaves, order.end());
  std::vector<std::uint64_t> changed_in(leaves, 0);  // dirty if changed since the checkpoint
  std::uint64_t checkpoint = 1;
  std::uint64_t dirty_count = 0;
  PoolCounts counts;
  constexpr std::uint64_t kWarmUp = 50'000;
  constexpr std::uint64_t kChanges = 100'000;
  for (std::uint64_t change = 0; change < kWarmUp + kChanges; ++change) {
    if (change == kWarmUp) {
      counts = {};
    }
    const std::uint64_t leaf = random() % leaves;
    if (places[leaf] != order.end()) {
      order.splice(order.begin(), order, places[leaf]);
    } else {
      counts.reads += 1.0 / kChanges;
      order.push_front(leaf);
      places[leaf] = order.begin();
    }
    dirty_count += changed_in[leaf] == checkpoint ? 0 : 1;
    changed_in[leaf] = checkpoint;
    if (order.size() > pool_pages) {
      const bool is_dirty = changed_in[order.back()] == checkpoint;
      counts.writes += is_dirty ? 1.0 / kChanges : 0.0;
      dirty_count -= is_dirty ? 1 : 0;
      changed_in[order.back()] = 0;
      places[order.back()] = order.end();
      order.pop_back();
    }
    if (change % changes_per_checkpoint == 0) {
      counts.writes += static_cast<double>(dirty_count) / kChanges;
      dirty_count = 0;
      ++checkpoint;
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
