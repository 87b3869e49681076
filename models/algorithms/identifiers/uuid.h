#pragma once

#include <array>        // array
#include <compare>      // strong_ordering
#include <cstdint>      // int64_t, uint8_t, uint64_t
#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A universally unique identifier: 128 bits, in network byte order, compared as bytes.
/// Source: RFC 9562.
///
///     const Uuid id = Uuid::version_4(random.next(), random.next());
///     log(id.to_string());
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  friend std::strong_ordering operator<=>(const Uuid&, const Uuid&) = default;

  [[nodiscard]] static Uuid from_halves(std::uint64_t high, std::uint64_t low);

  /// 122 random bits. RFC 9562, section 5.4.
  [[nodiscard]] static Uuid version_4(std::uint64_t random_high, std::uint64_t random_low);

  /// 48 bits of Unix milliseconds, 12 bits `a`, 62 bits `b`; what exceeds its field is cut off.
  /// RFC 9562, section 5.7.
  [[nodiscard]] static Uuid version_7(std::uint64_t unix_ms, std::uint64_t a, std::uint64_t b);

  /// The 8-4-4-4-12 form, either case. Nothing when `text` is anything else.
  [[nodiscard]] static std::optional<Uuid> parse(std::string_view text);

  /// The 8-4-4-4-12 form, lower case.
  [[nodiscard]] std::string to_string() const;

  [[nodiscard]] int version() const { return bytes[6] >> 4; }

  /// Of version 7: milliseconds since 1970.
  [[nodiscard]] std::uint64_t unix_ms() const;
};

/// Version 7 ids that grow with every call, also within a millisecond and when the clock steps
/// back.
///
/// The 12 bits after the time are a counter: it starts at a random place in the lower half each new
/// millisecond and counts up; when it is full the time moves on by one, ahead of the clock. 62 bits
/// stay random. O(1), 16 bytes. Source: RFC 9562, section 6.2, method 1 (dedicated counter).
///
///     UuidV7Generator ids;
///     const Uuid id = ids.next(unix_time, random.next(), random.next());
class UuidV7Generator final {
 public:
  /// `unix_time` >= 0 since 1970.
  [[nodiscard]] Uuid next(Time unix_time, std::uint64_t random_counter, std::uint64_t random_rest);

 private:
  std::int64_t last_ms_ = -1;
  std::uint64_t counter_ = 0;
};

}  // namespace napkin::algorithms
