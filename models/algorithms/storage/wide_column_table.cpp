#include "models/algorithms/storage/wide_column_table.h"

#include <algorithm>
#include <iterator>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

bool WideColumnTable::apply(const WideColumnMutation& mutation) {
  NAPKIN_CONTRACT(mutation.column.has_value() || !mutation.value.has_value());
  Row& row = rows_[mutation.row];
  if (!mutation.column.has_value()) {
    return delete_row(&row, mutation.stamp);
  }
  if (row.deleted.has_value() && mutation.stamp <= *row.deleted) {
    return false;
  }
  const Cell cell = mutation.value.has_value() ? Cell(mutation.stamp, *mutation.value)
                                               : Cell::tombstone(mutation.stamp);
  const auto [column, is_new] = row.columns.try_emplace(*mutation.column, cell);
  return is_new || column->second.merge(cell);
}

std::optional<std::string> WideColumnTable::get(std::string_view row,
                                                std::string_view column) const {
  const Row* found = find_row(row);
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto cell = found->columns.find(column);
  return cell == found->columns.end() ? std::nullopt : cell->second.value();
}

std::vector<WideColumn> WideColumnTable::query(std::string_view row,
                                               const ColumnRange& range) const {
  std::vector<WideColumn> result;
  const Row* found = find_row(row);
  if (found == nullptr || (range.to.has_value() && *range.to <= range.from)) {
    return result;
  }
  const Columns& columns = found->columns;
  const auto first = columns.lower_bound(range.from);
  const auto last = range.to.has_value() ? columns.lower_bound(*range.to) : columns.end();
  const auto collect = [&](auto from, const auto& to) {
    for (; from != to && result.size() < range.limit; ++from) {
      if (auto column = visible(*from)) {
        result.push_back(std::move(*column));
      }
    }
  };
  if (range.descending) {
    collect(std::make_reverse_iterator(last), std::make_reverse_iterator(first));
  } else {
    collect(first, last);
  }
  return result;
}

std::size_t WideColumnTable::purge_tombstones(Time time) {
  std::size_t purged = 0;
  for (auto& [key, row] : rows_) {
    purged += std::erase_if(row.columns, [time](const auto& column) {
      return column.second.is_tombstone() && column.second.stamp().time < time;
    });
    if (row.deleted.has_value() && row.deleted->time < time) {
      row.deleted.reset();
      ++purged;
    }
  }
  std::erase_if(rows_, [](const auto& row) {
    return row.second.columns.empty() && !row.second.deleted.has_value();
  });
  return purged;
}

std::size_t WideColumnTable::columns_count(std::string_view row) const {
  const Row* found = find_row(row);
  if (found == nullptr) {
    return 0;
  }
  return static_cast<std::size_t>(
      std::count_if(found->columns.begin(), found->columns.end(), [](const auto& column) {
        return !column.second.is_tombstone();
      }));
}

// What the deletion shadows goes at once, tombstones of columns included: it says all they said.
bool WideColumnTable::delete_row(Row* row, WriteStamp stamp) {
  if (row->deleted.has_value() && stamp <= *row->deleted) {
    return false;
  }
  row->deleted = stamp;
  std::erase_if(row->columns,
                [stamp](const auto& column) { return column.second.stamp() <= stamp; });
  return true;
}

std::optional<WideColumn> WideColumnTable::visible(const Columns::value_type& column) {
  const auto& [key, cell] = column;
  if (cell.is_tombstone()) {
    return std::nullopt;
  }
  return WideColumn{key, *cell.value(), cell.stamp()};
}

const WideColumnTable::Row* WideColumnTable::find_row(std::string_view row) const {
  const auto found = rows_.find(row);
  return found == rows_.end() ? nullptr : &found->second;
}

}  // namespace napkin::algorithms
