#pragma once

#include <vector>

#include "tests/lint/source_file.h"

namespace napkin::lint {

/// Files of at most 400 lines, lines of at most 100 columns, functions of at most 70 lines.
[[nodiscard]] std::vector<Violation> check_sizes(const SourceFile& file);

/// Includes are rooted and point only the way that the house allows; a package appears only with
/// its owner, and never in one of our headers.
[[nodiscard]] std::vector<Violation> check_includes(const SourceFile& file);

/// No word that breaks determinism, hides an assertion from release, or marks unfinished work;
/// every header has its `#pragma once`, every name its snake case.
[[nodiscard]] std::vector<Violation> check_words(const SourceFile& file);

/// Every header of an algorithm says where it comes from, what it costs and how it is used, so that
/// the library can be learnt from.
[[nodiscard]] std::vector<Violation> check_teaching(const SourceFile& file);

/// All of the above.
[[nodiscard]] std::vector<Violation> check(const SourceFile& file);

/// Components do not include each other. A component is what registers itself with a
/// ComponentRegistration, with what has its name: header, folder, and parts such as `sql_shard`.
[[nodiscard]] std::vector<Violation> check_components(const std::vector<SourceFile>& files);

}  // namespace napkin::lint
