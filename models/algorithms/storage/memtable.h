#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "models/algorithms/storage/table_entry.h"

namespace napkin::algorithms {

/// The newest writes of a log-structured store, sorted in memory until there are enough of them to
/// be written out as one SSTable. Their durability is the write-ahead log's affair.
///
/// Keeps the newest version of a key, whatever the order of arrival. O(log n) per operation;
/// bytes() counts keys and values, not the tree around them (about 100 bytes per entry).
/// Source: Chang et al., "Bigtable", OSDI 2006, section 5.3.
///
///     memtable.put("key", sequence, "value");
///     if (memtable.bytes() > 4 << 20) write_out(build_sstable(memtable.entries()));
class Memtable final {
 public:
  struct Version {
    std::uint64_t sequence = 0;
    std::optional<std::string> value;  ///< empty: deleted
  };

  using Entries = std::map<std::string, Version, std::less<>>;

  /// No value deletes the key. Returns false if a newer version is already there.
  bool put(std::string_view key, std::uint64_t sequence, std::optional<std::string> value);

  /// Null if this memtable says nothing of the key; older tables may.
  [[nodiscard]] const Version* find(std::string_view key) const;

  [[nodiscard]] const Entries& entries() const { return entries_; }

  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  [[nodiscard]] bool is_empty() const { return entries_.empty(); }

  void clear();

 private:
  Entries entries_;
  std::size_t bytes_ = 0;
};

}  // namespace napkin::algorithms
