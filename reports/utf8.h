#pragma once

#include <cstddef>
#include <string_view>

namespace napkin::reports {

/// One character of a UTF-8 text, or one byte that is none.
struct Utf8Character {
  char32_t code_point = 0;  // the byte itself if not valid
  std::size_t size = 1;     // bytes in the text
  bool valid = false;
};

/// The character at `position`, which must lie within `text`. Over-long forms, surrogates and
/// numbers above U+10FFFF are not valid (RFC 3629): such a sequence is read as single bytes.
[[nodiscard]] Utf8Character utf8_at(std::string_view text, std::size_t position);

}  // namespace napkin::reports
