#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "models/algorithms/storage/memtable.h"
#include "models/algorithms/storage/sstable.h"
#include "models/algorithms/storage/table_entry.h"

namespace napkin::algorithms {

/// What was read to answer a question: the caller's I/O.
struct ReadCost {
  std::size_t blocks = 0;
  std::size_t bytes = 0;

  void add(const Sstable::Block& block) {
    ++blocks;
    bytes += block.bytes;
  }
};

/// Entries in rising order of keys, each key once.
class EntrySource {
 public:
  virtual ~EntrySource() = default;
  /// The next entry; empty at the end. Stays valid until advance().
  [[nodiscard]] virtual const std::optional<TableEntryView>& peek() const = 0;
  virtual void advance() = 0;
};

/// The entries of a table from a key on; reads block after block as it goes, and counts them.
class SstableSource final : public EntrySource {
 public:
  /// `table` outlives the source; `cost` as well, or is null.
  SstableSource(const Sstable& table, std::string_view from, ReadCost* cost);

  [[nodiscard]] const std::optional<TableEntryView>& peek() const override { return entry_; }

  void advance() override;

 private:
  const Sstable& table_;
  ReadCost* cost_;
  std::size_t next_block_;
  std::vector<TableEntryView> block_;
  std::size_t next_in_block_ = 0;
  std::optional<TableEntryView> entry_;
};

/// The entries of a memtable from a key on. The memtable outlives the source, unchanged.
class MemtableSource final : public EntrySource {
 public:
  MemtableSource(const Memtable& memtable, std::string_view from);

  [[nodiscard]] const std::optional<TableEntryView>& peek() const override { return entry_; }

  void advance() override;

 private:
  const Memtable& memtable_;
  Memtable::Entries::const_iterator next_;
  std::optional<TableEntryView> entry_;
};

/// Merges sources into one: of each key the version with the largest sequence number, tombstones
/// included. O(sources) per entry. Source: the MergingIterator of LevelDB (table/merger.cc).
///
///     EntryMerge merge(std::move(sources));
///     while (const auto entry = merge.next()) builder.add(*entry);
class EntryMerge final {
 public:
  explicit EntryMerge(std::vector<std::unique_ptr<EntrySource>> sources);

  /// Valid until the next call. Empty at the end.
  std::optional<TableEntryView> next();

 private:
  void skip(std::string_view key);

  std::vector<std::unique_ptr<EntrySource>> sources_;
  std::optional<TableEntryView> current_;
};

struct MergeOptions {
  SstableOptions sstable = {};
  std::size_t table_bytes_max = 2 << 20;  ///< a new file is begun once one is this long
  bool drop_tombstones = false;           ///< only if no older table can hold those keys
};

/// The work of a compaction: merges tables into new files, in order, that do not overlap. Empty if
/// nothing is left.
[[nodiscard]] std::vector<std::string> merge_tables(const std::vector<const Sstable*>& tables,
                                                    const MergeOptions& options);

}  // namespace napkin::algorithms
