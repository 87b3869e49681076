#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/node.h"

namespace napkin {

/// What a scenario file may be at most. A file is untrusted: within these limits no input takes
/// more than 64 MiB or 200 ms.
struct LoadLimits {
  std::size_t file_bytes_max = std::size_t{1} << 20U;
  std::size_t depth_max = 32;
  std::size_t nodes_max = 100'000;
  std::size_t keys_max = 1'024;  ///< of one map
  std::size_t scalar_bytes_max = 4'096;
  std::size_t key_bytes_max = 128;
};

/// Reads a YAML text into a tree. Allowed is the data part of YAML: maps, lists and scalars in
/// block or flow style, and comments. Anchors, aliases, tags, merge keys, duplicate keys, keys that
/// are empty or no scalars, second documents, control characters and invalid UTF-8 are mistakes.
/// All mistakes are reported that can be told without guessing; an absent node follows a text that
/// is no YAML.
[[nodiscard]] Node load_text(std::shared_ptr<const Source> source,
                             Diagnostics& diagnostics,
                             const LoadLimits& limits = {});

/// The same from a file. A file that cannot be read is reported with the reason.
[[nodiscard]] Node load_file(const std::filesystem::path& path,
                             Diagnostics& diagnostics,
                             Origin origin = Origin::kFile,
                             const LoadLimits& limits = {});

}  // namespace napkin
