#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace napkin::reports {

/// Text of a scenario, made harmless for a terminal: control characters (C0, DEL, C1), line
/// separators, characters that turn the direction of writing, and bytes that are not UTF-8 become
/// \xNN, byte by byte.
[[nodiscard]] std::string escape_for_terminal(std::string_view text);

/// Columns that `text` (escaped) takes on a terminal: two for East Asian wide characters and emoji,
/// none for combining marks.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` itself, or its beginning with "..." so that it takes at most `width` columns (at least
/// three).
[[nodiscard]] std::string shorten_to_width(std::string_view text, std::size_t width);

/// As shorten_to_width, but leaves out the middle: an address says most at its ends.
[[nodiscard]] std::string shorten_middle(std::string_view text, std::size_t width);

/// Fills up with spaces to `width` columns on the right, or on the left; longer text stays as it
/// is.
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);

/// `text` broken at spaces (several count as one) into lines of at most `width` columns, joined by
/// line feeds and `indent` spaces.
[[nodiscard]] std::string wrap(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace napkin::reports
