#pragma once

#include <cstdint>

namespace napkin::algorithms {

struct BTreeOptions {
  std::uint64_t page_bytes = 16'384;  ///< InnoDB's default
  std::uint64_t key_bytes = 8;
  std::uint64_t row_bytes = 200;    ///< key included; a leaf holds whole rows
  std::uint64_t pointer_bytes = 6;  ///< of an inner entry, beside its key
  std::uint64_t page_overhead_bytes = 128;
  /// How full pages are on average. Random inserts leave ln 2 (Yao 1978), rising keys 15/16.
  double fill_ratio = 0.69;
  std::uint64_t pool_bytes = 128ULL << 20;  ///< the buffer pool; inner pages are kept first
  std::uint64_t log_record_overhead_bytes = 40;
  bool double_write = true;  ///< pages are written twice, against torn pages (InnoDB)
  /// Changes between two checkpoints: a page that is changed again before is written once. 1: every
  /// change writes its page.
  std::uint64_t changes_per_checkpoint = 1;
};

/// What an operation costs on average, in pages that have to move between memory and disk.
struct BTreeIo {
  double pages_read = 0;
  double pages_written = 0;  ///< in place and at random; double writes are not counted in
  double log_bytes = 0;      ///< sequential
};

/// The I/O of a clustered B+tree of a given size, by arithmetic: what a relational store pays for a
/// look-up, a scan or a change, to be set beside a log-structured one (LsmTree).
///
/// Keys are accessed uniformly at random unless said otherwise. The pool keeps the inner pages and
/// what it can of the leaves; a dirty leaf is written when it is evicted or at a checkpoint.
/// O(height) per question. Sources: Comer, "The ubiquitous B-tree", Computing Surveys 11(2), 1979,
/// section 1; Yao, "On random 2-3 trees", Acta Informatica 9, 1978 (fill); Graefe, "Modern B-tree
/// techniques", 2011, section 2.
///
///     const BTreeCost tree({.row_bytes = 100}, 1'000'000'000);
///     tree.height();                        // 4
///     tree.update().pages_read;             // what the buffer pool does not spare
class BTreeCost final {
 public:
  /// Throws std::invalid_argument unless a page holds at least two rows and two inner entries,
  /// 0 < fill_ratio <= 1, and changes_per_checkpoint is at least 1.
  BTreeCost(BTreeOptions options, std::uint64_t rows);

  [[nodiscard]] std::uint64_t rows_per_leaf() const { return rows_per_leaf_; }

  [[nodiscard]] std::uint64_t fanout() const { return fanout_; }

  [[nodiscard]] std::uint64_t leaf_pages() const { return leaf_pages_; }

  [[nodiscard]] std::uint64_t inner_pages() const { return inner_pages_; }

  /// Pages from the root to a leaf, both counted: 1 for a tree of one page.
  [[nodiscard]] int height() const { return height_; }

  [[nodiscard]] std::uint64_t bytes() const;
  /// The share of leaves that the pool holds.
  [[nodiscard]] double leaf_hit_ratio() const;

  [[nodiscard]] BTreeIo lookup() const;
  /// Reads `rows` in key order from a random place.
  [[nodiscard]] BTreeIo scan(std::uint64_t rows) const;
  /// Changes a row where it is.
  [[nodiscard]] BTreeIo update() const;
  /// Adds a row at a random place, splits included.
  [[nodiscard]] BTreeIo insert_random() const;
  /// Adds a row behind the last: one leaf takes all until it is full.
  [[nodiscard]] BTreeIo insert_rising() const;

  /// Bytes written (pages, twice if so set, and log) per byte of row.
  [[nodiscard]] double write_amplification(const BTreeIo& io) const;

 private:
  [[nodiscard]] double inner_pages_read() const;
  [[nodiscard]] double leaf_writes_per_change() const;
  [[nodiscard]] double log_bytes_per_change() const;

  BTreeOptions options_;
  std::uint64_t rows_per_leaf_;
  std::uint64_t fanout_;
  std::uint64_t leaf_pages_ = 1;
  std::uint64_t inner_pages_ = 0;
  int height_ = 1;
};

}  // namespace napkin::algorithms
