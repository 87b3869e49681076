#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/algorithms/storage/compaction.h"
#include "models/algorithms/storage/entry_merge.h"
#include "models/algorithms/storage/memtable.h"
#include "models/algorithms/storage/sstable.h"

namespace napkin::algorithms {

struct LsmOptions {
  std::size_t memtable_bytes_max = 4 << 20;
  std::size_t table_bytes_max = 2 << 20;  ///< of the tables that a compaction writes
  SstableOptions sstable = {};
  /// Which kind of compaction, and its settings.
  std::variant<LeveledCompactionOptions, TieredCompactionOptions> compaction =
      LeveledCompactionOptions{};
};

/// What the answer was, and what it took. A deleted key has no value.
struct LsmLookup {
  std::optional<std::string> value;
  ReadCost cost;
};

/// The bytes that a flush or a compaction moves.
struct LsmTransfer {
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_written = 0;
};

/// A log-structured merge tree: writes gather in memory, are written out in sorted tables, and the
/// tables are merged in the background. All its writes are long and sequential; the price is that a
/// key may be in several places, and that data is rewritten.
///
/// The tree never does I/O on its own account: flush() and compact() are called by the owner when
/// it finds the time and the bandwidth (memtable_is_full, next_compaction), and say how many bytes
/// they moved; a look-up says which blocks it read. Durability of the memtable is the write-ahead
/// log's affair: sequence numbers count the writes as log positions do, and after crash() the owner
/// restores the writes behind flushed_sequence(). O(log n) to write; to read, a block per level
/// (levelled) or per table (tiered) at worst, and about one with the filters.
/// Source: O'Neil et al., "The log-structured merge-tree", Acta Informatica 33, 1996; Chang et al.,
/// "Bigtable", OSDI 2006, sections 5.3 and 5.4.
///
///     tree.put("key", "value");
///     if (tree.memtable_is_full()) charge(tree.flush());
///     while (const auto job = tree.next_compaction()) charge(tree.compact(*job));
///     tree.find("key").value;
class LsmTree final {
 public:
  explicit LsmTree(LsmOptions options);

  /// Returns the sequence number of the write.
  std::uint64_t put(std::string_view key, std::string value);
  std::uint64_t erase(std::string_view key);

  [[nodiscard]] bool memtable_is_full() const;
  /// Writes the memtable out as a table of level 0. Nothing to do if it is empty.
  LsmTransfer flush();
  /// The most urgent compaction; empty if there is none. Ask again after each flush and compact().
  [[nodiscard]] std::optional<CompactionJob> next_compaction();
  /// The compaction of everything, which also drops all tombstones; empty without tables.
  [[nodiscard]] std::optional<CompactionJob> major_compaction() const;
  /// Requires a job that was planned since the last flush or compaction.
  LsmTransfer compact(const CompactionJob& job);

  [[nodiscard]] LsmLookup find(std::string_view key) const;
  /// Live entries with from <= key < to (without `to`: to the end), at most `limit`, in order.
  [[nodiscard]] std::vector<TableEntry> range(std::string_view from,
                                              std::optional<std::string_view> to,
                                              std::size_t limit,
                                              ReadCost* cost) const;

  /// The memtable is gone. Restore the writes behind flushed_sequence() from the log, in order.
  void crash();
  /// Takes one write of the log again. Requires the sequence that follows the last one.
  void restore(const TableEntry& write);

  [[nodiscard]] std::uint64_t flushed_sequence() const { return flushed_sequence_; }

  [[nodiscard]] std::vector<TableInfo> tables() const;
  [[nodiscard]] std::uint64_t table_bytes() const;
  /// Bytes of tables written per byte of keys and values that were flushed. The write-ahead log
  /// adds one more.
  [[nodiscard]] double write_amplification() const;

 private:
  struct Table {
    TableInfo info;
    std::uint64_t sequence_max = 0;
    std::unique_ptr<Sstable> sstable;
  };

  std::uint64_t write(std::string_view key, std::optional<std::string> value);
  void add_table(std::string file, int level, std::uint64_t sequence_max);
  [[nodiscard]] std::vector<const Table*> candidates_for(std::string_view key) const;

  LsmOptions options_;
  std::variant<LeveledCompaction, TieredCompaction> compaction_;
  Memtable memtable_;
  // By level; in level 0 the newest first, deeper by key.
  std::vector<Table> tables_;
  std::uint64_t sequence_ = 0;
  std::uint64_t flushed_sequence_ = 0;
  std::uint64_t tables_created_ = 0;
  std::uint64_t bytes_taken_in_ = 0;
  std::uint64_t bytes_written_ = 0;
};

}  // namespace napkin::algorithms
