#include "tests/lint/includes.h"

#include <string_view>

namespace napkin::lint {

std::vector<Include> find_includes(const SourceFile& file) {
  constexpr std::string_view kDirective = "#include ";
  std::vector<Include> found;
  for (std::size_t i = 0; i < file.lines().size(); ++i) {
    // The code shows whether it is one, the line itself what it names.
    const std::string& line = file.lines()[i];
    if (!file.code()[i].starts_with(kDirective) || line.size() < kDirective.size() + 2) {
      continue;
    }
    const std::size_t begin = kDirective.size() + 1;
    const bool is_quoted = line[begin - 1] == '"';
    const std::size_t end = line.find(is_quoted ? '"' : '>', begin);
    found.push_back({i + 1, line.substr(begin, end - begin), is_quoted});
  }
  return found;
}

}  // namespace napkin::lint
