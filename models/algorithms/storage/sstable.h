#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/algorithms/storage/table_entry.h"

namespace napkin::algorithms {

struct SstableOptions {
  std::size_t block_bytes = 4096;       ///< a data block is closed once it is this long, >= 1
  std::size_t bloom_bits_per_key = 10;  ///< 0: no filter
};

/// Writes sorted entries into the bytes of an SSTable (see Sstable). O(1) per entry.
///
///     SstableBuilder builder({});
///     for (const auto& [key, version] : memtable.entries())
///       builder.add({key, version.sequence, version.value});
///     const std::string file = std::move(builder).finish();
class SstableBuilder final {
 public:
  explicit SstableBuilder(SstableOptions options);

  /// Requires a key larger than that of the entry before.
  void add(const TableEntryView& entry);

  /// Bytes of the data so far: to cut tables at a size.
  [[nodiscard]] std::size_t bytes() const { return bytes_.size() + block_.size(); }

  [[nodiscard]] bool is_empty() const { return keys_.empty(); }

  /// The whole file. A table without entries is valid.
  [[nodiscard]] std::string finish() &&;

 private:
  void close_block();
  void append_checked(std::string_view content);

  SstableOptions options_;
  std::string bytes_;
  std::string block_;
  std::string index_;
  std::vector<std::string> keys_;  // for the filter
};

/// A sorted string table: an immutable file of entries sorted by key, with a sparse index (the last
/// key of each block) and a Bloom filter, so that a look-up reads one block of the file, or none.
///
/// The filter and the index are read when the table is opened and stay in memory; that is
/// O(blocks). find() costs a few probes and O(log blocks), then one block: block_for() says which
/// without reading it, so that the caller can charge the I/O. Layout: data blocks, filter, index,
/// footer; each followed by its CRC-32C; numbers are little-endian. Sources: Chang et al.,
/// "Bigtable", OSDI 2006, section 4 and 6; LevelDB, doc/table_format.md.
///
///     const Sstable table(file);                       // throws if it is damaged
///     if (const auto block = table.block_for(key)) {   // no: the key is not in here
///       const auto entry = table.find_in(*block, key); // one read
class Sstable final {
 public:
  /// A data block: where its bytes are in the file, checksum included.
  struct Block {
    std::size_t offset = 0;
    std::size_t bytes = 0;
    std::string_view last_key;
  };

  /// Throws std::invalid_argument if the file is cut short or its filter, index or footer is
  /// damaged. Data blocks are checked when they are read.
  explicit Sstable(std::string file);
  Sstable(Sstable&&) = delete;  // the index points into the bytes

  /// The only block that can hold the key; empty if the table surely does not have it.
  [[nodiscard]] std::optional<Block> block_for(std::string_view key) const;
  /// Looks into a block; throws std::invalid_argument if it is damaged. Views live as long as the
  /// table.
  [[nodiscard]] std::optional<TableEntryView> find_in(const Block& block,
                                                      std::string_view key) const;
  [[nodiscard]] std::optional<TableEntryView> find(std::string_view key) const;
  /// All entries of a block, in order.
  [[nodiscard]] std::vector<TableEntryView> read(const Block& block) const;

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  /// Index of the first block that may hold keys >= `key`; blocks().size() if none does.
  [[nodiscard]] std::size_t first_block_from(std::string_view key) const;

  [[nodiscard]] std::size_t entries_count() const { return entries_count_; }

  [[nodiscard]] std::size_t file_bytes() const { return file_.size(); }

  /// Of an empty table: "".
  [[nodiscard]] std::string_view smallest_key() const { return smallest_key_; }

  [[nodiscard]] std::string_view largest_key() const;

  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  [[nodiscard]] std::string_view checked(std::size_t offset, std::size_t bytes) const;
  void read_index(std::string_view index);

  std::string file_;
  std::string_view filter_;
  std::vector<Block> blocks_;
  std::string_view smallest_key_;
  std::size_t entries_count_ = 0;
};

}  // namespace napkin::algorithms
