#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/source.h"

namespace napkin {

/// A file that a scenario names, or why it may not.
struct NamedFile {
  std::optional<std::filesystem::path> path;
  std::string message;
  std::string hint;
};

/// The file that `name` stands for in a source. A scenario is untrusted: a name is relative to the
/// folder of its source and stays, also through symbolic links, inside the scenarios: below the
/// nearest folder around the source that is called `scenarios`, or else below the source's folder.
[[nodiscard]] NamedFile locate(const Source& source, std::string_view name);

/// What was probably meant by the path of a scenario that does not exist: the hint beside the first
/// part of it that there is not. Empty when nothing there is like it.
[[nodiscard]] std::string hint_for_missing(const std::filesystem::path& path);

}  // namespace napkin
