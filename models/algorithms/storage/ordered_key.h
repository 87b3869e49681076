#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace napkin::algorithms {

/// Builds a composite key whose bytes sort as its parts do, one after the other: for column keys
/// such as (time, user). A store that compares plain bytes can then answer range queries on it.
///
/// Numbers are big-endian, signed ones with the sign bit flipped; text ends with a mark that sorts
/// before any continuation, so that "a" stands before "ab" whatever follows. Parts of one place
/// must have the same type in all keys. 8 bytes per number; text plus 2 bytes (and 1 more for each
/// zero byte in it). O(bytes). Source: FoundationDB's tuple layer (design/tuple.md), here
/// without type codes.
///
///     const std::string column = OrderedKey().descending(sent_at_ns).number(user).bytes();
class OrderedKey final {
 public:
  OrderedKey& number(std::uint64_t value);
  OrderedKey& signed_number(std::int64_t value);
  /// A number of which the largest sorts first: newest messages first, for example.
  OrderedKey& descending(std::int64_t value);
  OrderedKey& text(std::string_view value);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Takes such a key apart again, part by part in the order of building. Throws
/// std::invalid_argument if the bytes do not hold the part that is asked for.
class OrderedKeyReader final {
 public:
  explicit OrderedKeyReader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::int64_t signed_number();
  std::int64_t descending();
  std::string text();

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view take(std::size_t count);

  std::string_view rest_;
};

}  // namespace napkin::algorithms
