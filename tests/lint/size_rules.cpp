#include <string>
#include <string_view>

#include "tests/lint/function_finder.h"
#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

constexpr std::size_t kLinesPerFileMax = 400;
constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kLinesPerFunctionMax = 70;

// Columns, not bytes: the continuation bytes of UTF-8 take none.
std::size_t columns(std::string_view line) {
  std::size_t count = 0;
  for (const char c : line) {
    count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }
  return count;
}

// Neither an address nor an include can be broken over two lines.
bool is_unbreakable(std::string_view line) {
  return line.find("https://") != std::string_view::npos || line.starts_with("#include");
}

Violation too_long(const SourceFile& file,
                   std::size_t line,
                   std::string_view what,
                   std::size_t lines,
                   std::size_t lines_max) {
  std::string message = "a ";
  message.append(what).append(" of ").append(std::to_string(lines));
  message.append(" lines; at most ").append(std::to_string(lines_max));
  return {file.path(), line, std::move(message)};
}

}  // namespace

std::vector<Violation> check_sizes(const SourceFile& file) {
  std::vector<Violation> found;
  const std::size_t length = file.lines().size();
  if (length > kLinesPerFileMax) {
    found.push_back(too_long(file, length, "file", length, kLinesPerFileMax));
  }
  for (std::size_t i = 0; i < length; ++i) {
    if (columns(file.lines()[i]) > kColumnsMax && !is_unbreakable(file.lines()[i])) {
      found.push_back({file.path(), i + 1, "wider than 100 columns"});
    }
  }
  for (const FunctionExtent& function : find_functions(file)) {
    if (function.lines() > kLinesPerFunctionMax) {
      found.push_back(
          too_long(file, function.first_line, "function", function.lines(), kLinesPerFunctionMax));
    }
  }
  return found;
}

}  // namespace napkin::lint
