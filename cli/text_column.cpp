#include "cli/text_column.h"

#include "reports/terminal_text.h"

namespace napkin::cli {

namespace {

constexpr std::size_t kWidth = 80;

}  // namespace

std::string in_column(std::string_view text, std::size_t column) {
  // A word takes the place of what stands before.
  const std::string before(column - 1, 'x');
  const std::string wrapped = reports::wrap(before + " " + std::string(text), kWidth, column);
  return wrapped.size() > column ? wrapped.substr(column) : std::string();
}

std::string name_row(std::string_view name, std::string_view text, std::size_t column) {
  const std::string start = "  " + std::string(name);
  const bool fits = reports::display_width(start) < column;
  return (fits ? reports::pad_right(start, column) : start + "\n" + std::string(column, ' ')) +
         in_column(text, column) + "\n";
}

}  // namespace napkin::cli
