#include "reports/table.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "reports/terminal_text.h"

namespace napkin::reports {

namespace {

constexpr std::size_t kNoteIndent = 2;

// Takes from the widest column that may still shrink, until the rest fits or nothing can give way.
void shrink(std::vector<std::size_t>& widths,
            const std::vector<Table::Column>& columns,
            std::size_t available) {
  while (std::accumulate(widths.begin(), widths.end(), std::size_t{0}) > available) {
    std::size_t widest = widths.size();
    for (std::size_t index = 0; index < widths.size(); ++index) {
      const std::size_t least = columns[index].width_min;
      const bool can_shrink = least > 0 && widths[index] > std::max<std::size_t>(least, 4);
      if (can_shrink && (widest == widths.size() || widths[index] > widths[widest])) {
        widest = index;
      }
    }
    if (widest == widths.size()) {
      return;
    }
    --widths[widest];
  }
}

// A note of nothing but spaces is no line.
std::string note_line(const std::string& note, std::size_t width) {
  const std::string text = wrap(note, width - kNoteIndent, kNoteIndent);
  return text.empty() ? "" : std::string(kNoteIndent, ' ') + text + "\n";
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add_row(std::vector<Cell> cells) {
  if (cells.size() != columns_.size()) {
    throw std::logic_error("a table row needs one cell per column");
  }
  rows_.push_back({std::move(cells), ""});
}

void Table::add_note(std::string text) {
  rows_.push_back({{}, std::move(text)});
}

std::vector<std::size_t> Table::widths(const Options& options) const {
  std::vector<std::size_t> result;
  for (std::size_t index = 0; index < columns_.size(); ++index) {
    std::size_t width = display_width(columns_[index].heading);
    for (const Row& row : rows_) {
      if (!row.cells.empty()) {
        width = std::max(width, display_width(row.cells[index].text));
      }
    }
    result.push_back(width);
  }
  const std::size_t gaps = options.gap * (columns_.size() - 1);
  shrink(result, columns_, options.width > gaps ? options.width - gaps : 0);
  return result;
}

std::string Table::line(const std::vector<Cell>& cells,
                        const std::vector<std::size_t>& widths,
                        const Options& options) const {
  std::string result;
  std::size_t owed = 0;  // spaces that are written only if something follows
  for (std::size_t index = 0; index < cells.size(); ++index) {
    const std::string text = shorten_middle(cells[index].text, widths[index]);
    const std::size_t padding = widths[index] - std::min(display_width(text), widths[index]);
    const bool is_left = columns_[index].align == Align::kLeft;
    owed += is_left ? 0 : padding;
    if (!text.empty()) {
      result.append(owed, ' ');
      result += coloured(text, cells[index].colour, options.colour);
      owed = 0;
    }
    owed += (is_left ? padding : 0) + options.gap;
  }
  return result + "\n";
}

std::string Table::render(const Options& options) const {
  std::vector<Cell> headings;
  headings.reserve(columns_.size());
  for (const Column& column : columns_) {
    headings.push_back({column.heading, Colour::kBold});
  }
  const std::vector<std::size_t> column_widths = widths(options);
  std::string result = line(headings, column_widths, options);
  for (const Row& row : rows_) {
    if (row.cells.empty()) {
      result += note_line(row.note, options.width);
    } else {
      result += line(row.cells, column_widths, options);
    }
  }
  return result;
}

}  // namespace napkin::reports
