#pragma once

#include <cstddef>
#include <vector>

#include "tests/lint/source_file.h"

namespace napkin::lint {

/// A function definition, from the line that begins it to that of its closing brace.
struct FunctionExtent {
  std::size_t first_line;  ///< 1-based
  std::size_t last_line;   ///< 1-based, included

  [[nodiscard]] std::size_t lines() const { return last_line - first_line + 1; }
};

/// The outermost functions of a file, in order. Found by their braces, without a parser: a block is
/// a function if what introduces it has a parameter list, is no initialiser, and does not begin
/// with a word like `class`. Lambdas count to the function around them.
[[nodiscard]] std::vector<FunctionExtent> find_functions(const SourceFile& file);

}  // namespace napkin::lint
