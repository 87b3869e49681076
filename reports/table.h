#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/colour.h"

namespace napkin::reports {

/// Rows in columns for a terminal, never wider than asked for.
/// Column widths follow from display widths. What does not fit is cut from the columns that may
/// shrink.
class Table {
 public:
  enum class Align { kLeft, kRight };

  struct Column {
    std::string heading;
    Align align = Align::kLeft;
    std::size_t width_min = 0;  // may shrink down to this (at least 4); 0: never shrinks
  };

  struct Cell {
    std::string text;  // escaped
    Colour colour = Colour::kNone;
  };

  struct Options {
    std::size_t width = 80;
    std::size_t gap = 2;  // spaces between columns
    bool colour = false;
  };

  explicit Table(std::vector<Column> columns);

  /// Requires: one cell per column.
  void add_row(std::vector<Cell> cells);

  /// A line below the last row that belongs to no column; wrapped.
  void add_note(std::string text);

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  /// Headings and rows, each line ended by a line feed, no spaces at line ends.
  [[nodiscard]] std::string render(const Options& options) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::string note;  // instead of cells
  };

  [[nodiscard]] std::vector<std::size_t> widths(const Options& options) const;
  [[nodiscard]] std::string line(const std::vector<Cell>& cells,
                                 const std::vector<std::size_t>& widths,
                                 const Options& options) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace napkin::reports
