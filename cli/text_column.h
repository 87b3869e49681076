#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace napkin::cli {

/// The text as it goes on behind `column` columns of a line, at 80 columns: its further lines are
/// moved as far to the right. The column is above 1.
[[nodiscard]] std::string in_column(std::string_view text, std::size_t column);

/// A name at the left, and a text about it from `column` on; below the name where it is too long.
/// Ends with a line end. Both have to be safe for a terminal.
[[nodiscard]] std::string name_row(std::string_view name,
                                   std::string_view text,
                                   std::size_t column);

}  // namespace napkin::cli
