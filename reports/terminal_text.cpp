#include "reports/terminal_text.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "reports/utf8.h"

namespace napkin::reports {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Unicode 15: marks that stand on the character before them, joiners and variation selectors.
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};

// Unicode 15, East Asian Width W and F, in whole blocks.
constexpr Range kWide[] = {{0x1100, 0x115F},
                           {0x231A, 0x231B},
                           {0x23E9, 0x23EC},
                           {0x2E80, 0x303E},
                           {0x3041, 0x33FF},
                           {0x3400, 0x4DBF},
                           {0x4E00, 0x9FFF},
                           {0xA000, 0xA4CF},
                           {0xA960, 0xA97F},
                           {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF},
                           {0xFE30, 0xFE6F},
                           {0xFF00, 0xFF60},
                           {0xFFE0, 0xFFE6},
                           {0x1F300, 0x1F64F},
                           {0x1F680, 0x1F6FF},
                           {0x1F900, 0x1F9FF},
                           {0x1FA70, 0x1FAFF},
                           {0x20000, 0x3FFFD}};

// C0, DEL, C1, the Arabic letter mark, direction marks, line and paragraph separators, overrides
// and isolates, and the byte order mark.
constexpr Range kUnprintable[] = {{0x0000, 0x001F},
                                  {0x007F, 0x009F},
                                  {0x061C, 0x061C},
                                  {0x200E, 0x200F},
                                  {0x2028, 0x202E},
                                  {0x2066, 0x2069},
                                  {0xFEFF, 0xFEFF}};

bool contains(std::span<const Range> ranges, char32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(), [code_point](const Range& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

std::size_t width_of(char32_t code_point) {
  if (contains(kZeroWidth, code_point)) {
    return 0;
  }
  return contains(kWide, code_point) ? 2 : 1;
}

// Bytes of the longest beginning of `text` that takes at most `width` columns.
std::size_t prefix_size(std::string_view text, std::size_t width) {
  std::size_t position = 0;
  std::size_t used = 0;
  while (position < text.size()) {
    const Utf8Character character = utf8_at(text, position);
    used += width_of(character.code_point);
    if (used > width) {
      break;
    }
    position += character.size;
  }
  return position;
}

// The longest end of `text` that takes at most `width` columns.
std::string_view suffix(std::string_view text, std::size_t width) {
  std::size_t left = display_width(text);
  while (left > width) {
    const Utf8Character first = utf8_at(text, 0);
    left -= width_of(first.code_point);
    text.remove_prefix(first.size);
  }
  return text;
}

}  // namespace

std::string escape_for_terminal(std::string_view text) {
  std::string result;
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_at(text, position);
    const std::string_view bytes = text.substr(position, character.size);
    if (character.valid && !contains(kUnprintable, character.code_point)) {
      result += bytes;
    } else {
      for (const char byte : bytes) {
        result += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
      }
    }
    position += character.size;
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t position = 0; position < text.size();) {
    const Utf8Character character = utf8_at(text, position);
    width += width_of(character.code_point);
    position += character.size;
  }
  return width;
}

std::string shorten_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  return std::string(text.substr(0, prefix_size(text, width - 3))) + "...";
}

std::string shorten_middle(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) {
    return std::string(text);
  }
  const std::size_t kept = width - 3;
  const std::string_view begin = text.substr(0, prefix_size(text, kept / 2));
  return std::string(begin) + "..." + std::string(suffix(text, kept - kept / 2));
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t used = display_width(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (word.empty()) {
      continue;
    }
    const std::string shown = shorten_to_width(word, width - indent);
    const std::size_t needed = display_width(shown);
    if (column > 0 && column + 1 + needed > width) {
      result += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > 0) {
      result += ' ';
      column += 1;
    }
    result += shown;
    column += needed;
  }
  return result;
}

}  // namespace napkin::reports
