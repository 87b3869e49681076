#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace napkin::algorithms {

/// A version of a key as the tables of a log-structured store keep it. Of two versions the one with
/// the larger sequence number is the newer; no value means that the key was deleted (a tombstone).
struct TableEntry {
  std::string key;
  std::uint64_t sequence = 0;
  std::optional<std::string> value;

  friend bool operator==(const TableEntry&, const TableEntry&) = default;
};

/// The same, pointing into somebody else's bytes.
struct TableEntryView {
  std::string_view key;
  std::uint64_t sequence = 0;
  std::optional<std::string_view> value;

  [[nodiscard]] TableEntry to_entry() const {
    return {std::string(key), sequence, std::optional<std::string>(value)};
  }

  friend bool operator==(const TableEntryView&, const TableEntryView&) = default;
};

}  // namespace napkin::algorithms
