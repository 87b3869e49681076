#pragma once

#include <filesystem>

namespace napkin {

/// The root of the source tree under test. The path is compiled into one object file only, so that
/// a compiler cache serves every copy of the tree with the same objects.
[[nodiscard]] std::filesystem::path source_folder();

}  // namespace napkin
