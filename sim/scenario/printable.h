#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace napkin {

/// The text with everything that could steer a terminal written out as `\xNN` or `\u{NNNN}`:
/// control characters (C0, DEL, C1), bidirectional controls, bytes that are no UTF-8. A tab becomes
/// a space. Every text of a scenario passes here before it is printed.
[[nodiscard]] std::string printable(std::string_view text);

/// The same, cut after `length_max` characters (an ellipsis shows it) and set in double quotes.
[[nodiscard]] std::string quote(std::string_view text, std::size_t length_max = 60);

/// The columns that a printable UTF-8 text takes on a terminal: 2 for wide characters, 0 for
/// combining ones.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// A code point at the front of a text, with the bytes it takes.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
  bool valid = false;  ///< false: not UTF-8 (overlong, surrogate, truncated); then length is 1
};

/// Requires a text that is not empty.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// Whether a code point acts on a terminal instead of showing: C0 without tab and line end, DEL,
/// C1, bidirectional controls.
[[nodiscard]] bool is_control(char32_t code_point);

}  // namespace napkin
