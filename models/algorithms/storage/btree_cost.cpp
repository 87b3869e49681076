#include "models/algorithms/storage/btree_cost.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

std::uint64_t divided_rounding_up(std::uint64_t dividend, std::uint64_t divisor) {
  return dividend / divisor + (dividend % divisor != 0 ? 1 : 0);
}

std::uint64_t entries_per_page(const BTreeOptions& options, std::uint64_t entry_bytes) {
  require(options.fill_ratio > 0.0 && options.fill_ratio <= 1.0,
          "b-tree: fill_ratio must be in (0, 1]");
  require(options.page_bytes > options.page_overhead_bytes && entry_bytes > 0,
          "b-tree: page_bytes must exceed page_overhead_bytes, and entries must have bytes");
  const auto room = static_cast<double>(options.page_bytes - options.page_overhead_bytes);
  const auto entries =
      static_cast<std::uint64_t>(room * options.fill_ratio / static_cast<double>(entry_bytes));
  require(entries >= 2, "b-tree: a page must hold at least two entries");
  return entries;
}

// base^exponent by repeated squaring: the same bits everywhere.
double power_of(double base, std::uint64_t exponent) {
  double result = 1.0;
  for (; exponent > 0; exponent /= 2) {
    result *= exponent % 2 == 1 ? base : 1.0;
    base *= base;
  }
  return result;
}

}  // namespace

BTreeCost::BTreeCost(BTreeOptions options, std::uint64_t rows)
    : options_(options),
      rows_per_leaf_(entries_per_page(options, options.row_bytes)),
      fanout_(entries_per_page(options, options.key_bytes + options.pointer_bytes)) {
  require(options.changes_per_checkpoint >= 1, "b-tree: changes_per_checkpoint must be positive");
  leaf_pages_ = std::max<std::uint64_t>(1, divided_rounding_up(rows, rows_per_leaf_));
  for (std::uint64_t level = leaf_pages_; level > 1; ++height_) {
    level = divided_rounding_up(level, fanout_);
    inner_pages_ += level;
  }
}

std::uint64_t BTreeCost::bytes() const {
  return (leaf_pages_ + inner_pages_) * options_.page_bytes;
}

double BTreeCost::leaf_hit_ratio() const {
  const std::uint64_t pool_pages = options_.pool_bytes / options_.page_bytes;
  const std::uint64_t for_leaves = pool_pages - std::min(pool_pages, inner_pages_);
  return std::min(1.0, static_cast<double>(for_leaves) / static_cast<double>(leaf_pages_));
}

BTreeIo BTreeCost::lookup() const {
  return {.pages_read = inner_pages_read() + 1.0 - leaf_hit_ratio()};
}

// A run of rows that starts anywhere in a leaf touches (rows - 1) / rows_per_leaf more leaves.
BTreeIo BTreeCost::scan(std::uint64_t rows) const {
  const std::uint64_t steps = rows == 0 ? 0 : rows - 1;
  const double leaves = 1.0 + static_cast<double>(steps) / static_cast<double>(rows_per_leaf_);
  const double touched = std::min(leaves, static_cast<double>(leaf_pages_));
  return {.pages_read = inner_pages_read() + touched * (1.0 - leaf_hit_ratio())};
}

BTreeIo BTreeCost::update() const {
  return {.pages_read = lookup().pages_read,
          .pages_written = leaf_writes_per_change(),
          .log_bytes = log_bytes_per_change()};
}

// A leaf that splits adds a page, and its parent changes: two more writes per rows_per_leaf inserts
// (and 1 + 1/fanout + ... of them for the levels above, which is next to nothing).
BTreeIo BTreeCost::insert_random() const {
  BTreeIo io = update();
  io.pages_written += 2.0 / static_cast<double>(rows_per_leaf_);
  return io;
}

BTreeIo BTreeCost::insert_rising() const {
  const double leaves = 1.0 / static_cast<double>(rows_per_leaf_);
  const double parents = leaves / static_cast<double>(fanout_);
  return {
      .pages_read = 0.0, .pages_written = leaves + parents, .log_bytes = log_bytes_per_change()};
}

double BTreeCost::write_amplification(const BTreeIo& io) const {
  const double copies = options_.double_write ? 2.0 : 1.0;
  const double page_bytes = io.pages_written * static_cast<double>(options_.page_bytes) * copies;
  return (page_bytes + io.log_bytes) / static_cast<double>(options_.row_bytes);
}

// From the root down, while they fit, levels are in the pool; of the first that does not fit, a
// part is.
double BTreeCost::inner_pages_read() const {
  std::uint64_t pool_pages = options_.pool_bytes / options_.page_bytes;
  if (pool_pages >= inner_pages_) {
    return 0.0;
  }
  double pages_read = 0.0;
  for (int above = height_ - 1; above >= 1; --above) {
    std::uint64_t level_pages = leaf_pages_;
    for (int level = 0; level < above; ++level) {
      level_pages = divided_rounding_up(level_pages, fanout_);
    }
    const std::uint64_t kept = std::min(pool_pages, level_pages);
    pages_read += 1.0 - static_cast<double>(kept) / static_cast<double>(level_pages);
    pool_pages -= kept;
  }
  return pages_read;
}

// Of `changes` between two checkpoints, spread over the leaves, L(1 - (1 - 1/L)^changes) leaves are
// changed at all, and written once each. A leaf that does not stay in the pool is written each
// time.
double BTreeCost::leaf_writes_per_change() const {
  const auto leaves = static_cast<double>(leaf_pages_);
  const double untouched = power_of(1.0 - 1.0 / leaves, options_.changes_per_checkpoint);
  const double at_checkpoints =
      leaves * (1.0 - untouched) / static_cast<double>(options_.changes_per_checkpoint);
  return std::min(1.0, std::max(at_checkpoints, 1.0 - leaf_hit_ratio()));
}

double BTreeCost::log_bytes_per_change() const {
  return static_cast<double>(options_.row_bytes + options_.log_record_overhead_bytes);
}

}  // namespace napkin::algorithms
