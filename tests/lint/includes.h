#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/lint/source_file.h"

namespace napkin::lint {

/// One `#include` of a file; a commented one is none.
struct Include {
  std::size_t line;  ///< 1-based
  std::string name;  ///< what stands between the quotes or brackets
  bool is_quoted;    ///< ours are, and only ours
};

[[nodiscard]] std::vector<Include> find_includes(const SourceFile& file);

}  // namespace napkin::lint
