#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace napkin {

/// A decimal number as it was written: digits times ten to a power, exactly.
struct Decimal {
  bool negative = false;
  std::int64_t digits = 0;  ///< below 10^18, without trailing zeros
  int exponent = 0;         ///< from -40 to 40
};

/// The number at the front of a text, and what follows it.
struct DecimalResult {
  bool valid = false;
  Decimal decimal;
  std::string_view rest;  ///< the unit
  std::string message;    ///< if not valid
  std::string hint;
};

/// Reads `-12.5e3` from the front. Refuses, each with a hint: leading zeros, a bare or trailing
/// point, `+`, separators (`_`, `,`), hexadecimal, `inf` and `nan`, more than 18 digits.
[[nodiscard]] DecimalResult read_decimal(std::string_view text);

}  // namespace napkin
