#pragma once

#include <cstdint>   // uint32_t, uint64_t
#include <memory>    // shared_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "sim/scenario/value.h"

namespace napkin::components {

/// Requests as they were recorded.
struct LoadTrace {
  struct Entry {
    Duration at{0};               ///< since the start of the run
    std::uint32_t operation = 0;  ///< index into `operations`
    std::optional<std::uint64_t> key;
    std::optional<std::uint32_t> bytes;
  };

  std::vector<std::string> operations;  ///< in the order of their first appearance
  std::vector<Entry> entries;           ///< in the order of time
  Node node;                            ///< where the file is named
};

/// A file with a line for each request: offset, operation, key, bytes, such as
/// `1.25s, view, 4711, 2KiB`. Key and bytes may be left out; a key is a whole number, or any text,
/// of which a hash is taken. Lines stand in the order of time.
[[nodiscard]] Value<std::shared_ptr<const LoadTrace>> load_trace_value();

}  // namespace napkin::components
