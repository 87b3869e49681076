#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/algorithms/replication/last_writer_wins.h"

namespace napkin::algorithms {

/// One column of a row, as a query returns it.
struct WideColumn {
  std::string key;
  std::string value;
  WriteStamp stamp;

  friend bool operator==(const WideColumn&, const WideColumn&) = default;
};

/// Which columns of a row: from <= key < to, in rising or falling order.
struct ColumnRange {
  std::string from = {};                         ///< "" is the first
  std::optional<std::string> to = std::nullopt;  ///< empty: to the end
  std::size_t limit = std::numeric_limits<std::size_t>::max();
  bool descending = false;  ///< the last `limit` of the range, last first
};

/// A change to a table: one column written or deleted (no value), or a whole row deleted (no
/// column). Changes may be applied in any order and twice, with the same result.
struct WideColumnMutation {
  std::string row;
  std::optional<std::string> column;
  std::optional<std::string> value;
  WriteStamp stamp;
};

/// A three-level store, as Cassandra's is often drawn: row key -> sorted column keys -> value.
///
/// The row key can only be looked up (it says which node has the row); the columns of a row are
/// sorted bytes and can be queried by range. Composite columns are built with OrderedKey. Each
/// column is last-writer-wins; a deletion leaves a tombstone, which shadows older writes that
/// arrive late, until purge_tombstones(). O(log rows + log columns) per access, plus the columns
/// that a range passes over, tombstones included.
/// Sources: Chang et al., "Bigtable", OSDI 2006, section 2; Lakshman and Malik, "Cassandra", 2010,
/// section 3.
///
///     friends.apply({.row = "ada", .column = "bob", .value = "since 2019", .stamp = now});
///     friends.query("ada", {.from = "b", .to = "c", .limit = 10});
class WideColumnTable final {
 public:
  /// Returns whether the change is visible: whether it was not older than what the table holds.
  bool apply(const WideColumnMutation& mutation);

  [[nodiscard]] std::optional<std::string> get(std::string_view row, std::string_view column) const;
  [[nodiscard]] std::vector<WideColumn> query(std::string_view row, const ColumnRange& range) const;

  /// Drops tombstones stamped before `time`; returns how many. See LastWriterWinsMap for the risk.
  std::size_t purge_tombstones(Time time);

  /// Rows that hold anything, tombstones included.
  [[nodiscard]] std::size_t rows_count() const { return rows_.size(); }

  /// Columns of a row that can be read.
  [[nodiscard]] std::size_t columns_count(std::string_view row) const;

 private:
  using Cell = LastWriterWins<std::string>;
  using Columns = std::map<std::string, Cell, std::less<>>;

  struct Row {
    Columns columns;
    std::optional<WriteStamp> deleted;  // everything up to this stamp is gone
  };

  static bool delete_row(Row* row, WriteStamp stamp);
  static std::optional<WideColumn> visible(const Columns::value_type& column);
  [[nodiscard]] const Row* find_row(std::string_view row) const;

  std::map<std::string, Row, std::less<>> rows_;
};

}  // namespace napkin::algorithms
