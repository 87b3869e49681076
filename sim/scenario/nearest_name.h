#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace napkin {

/// Edits that turn one word into the other: insert, delete, replace, or swap two neighbours, each
/// once (Damerau-Levenshtein, optimal string alignment). Counts bytes; letter case does not count:
/// `KB` and `kb` are 0 apart.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// The name that was probably meant, or empty if none is near. The first of equals wins.
[[nodiscard]] std::string_view nearest_name(std::string_view wrong,
                                            std::span<const std::string> names);

/// `did you mean "capacity"?`; without a near name `one of: a, b, c`; empty without names.
[[nodiscard]] std::string suggestion(std::string_view wrong, std::span<const std::string> names);

}  // namespace napkin
