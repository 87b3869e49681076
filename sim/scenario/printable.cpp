#include "sim/scenario/printable.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace napkin {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// The blocks of East Asian wide characters and of emoji that people meet; see Unicode UAX #11.
constexpr std::array kWide = {
    Range{0x1100, 0x115F},
    Range{0x2E80, 0x303E},
    Range{0x3041, 0xA4CF},
    Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},
    Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},
    Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F},
    Range{0x1F900, 0x1F9FF},
    Range{0x20000, 0x3FFFD},
};
constexpr std::array kCombining = {
    Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t value) {
  return std::ranges::any_of(
      ranges, [value](const Range& range) { return value >= range.first && value <= range.last; });
}

unsigned byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

std::size_t sequence_length(unsigned lead) {
  return lead < 0x80   ? 1
         : lead < 0xC2 ? 0
         : lead < 0xE0 ? 2
         : lead < 0xF0 ? 3
         : lead < 0xF5 ? 4
                       : 0;
}

bool is_scalar_value(char32_t value, std::size_t length) {
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return value >= kSmallest[length] && value <= 0x10FFFF && !surrogate;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const unsigned lead = byte_at(text, 0);
  const std::size_t length = sequence_length(lead);
  if (length == 0 || length > text.size()) {
    return {};
  }
  char32_t value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t index = 1; index < length; ++index) {
    if ((byte_at(text, index) & 0xC0U) != 0x80U) {
      return {};
    }
    value = (value << 6U) | (byte_at(text, index) & 0x3FU);
  }
  return is_scalar_value(value, length) ? CodePoint{value, length, true} : CodePoint{};
}

bool is_control(char32_t code_point) {
  const bool c0 =
      code_point < 0x20 && code_point != '\t' && code_point != '\n' && code_point != '\r';
  const bool c1 = code_point >= 0x7F && code_point < 0xA0;
  const bool bidirectional = (code_point >= 0x202A && code_point <= 0x202E) ||
                             (code_point >= 0x2066 && code_point <= 0x2069);
  return c0 || c1 || bidirectional;
}

std::string printable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid || (is_control(point.value) && point.value < 0x100) || point.value == '\n' ||
        point.value == '\r') {
      const unsigned shown = point.valid ? static_cast<unsigned>(point.value) : byte_at(text, 0);
      result += fmt::format("\\x{:02x}", shown);
    } else if (is_control(point.value)) {
      result += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(point.value));
    } else if (point.value == '\t') {
      result += ' ';
    } else {
      result += text.substr(0, point.length);
    }
    text.remove_prefix(point.length);
  }
  return result;
}

std::string quote(std::string_view text, std::size_t length_max) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size() && count < length_max; ++count) {
    end += first_code_point(text.substr(end)).length;
  }
  return "\"" + printable(text.substr(0, end)) + (end < text.size() ? "…" : "") + "\"";
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    columns += is_in(kWide, point.value) ? 2U : is_in(kCombining, point.value) ? 0U : 1U;
    text.remove_prefix(point.length);
  }
  return columns;
}

}  // namespace napkin
