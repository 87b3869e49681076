#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace napkin {

/// What a number with a unit measures. The base unit is what `Quantity::value` counts.
enum class QuantityKind : std::uint8_t {
  kNumber,     ///< `2.5`, `10k`; base 1
  kCount,      ///< `3`, `100M`; whole; base 1
  kRatio,      ///< `20%`, `50ppm`; base 1, so 20% is 0.2
  kDuration,   ///< `5ms`, `2h`; whole nanoseconds
  kRate,       ///< `100k/s`, `5/min`; per second
  kBytes,      ///< `4MiB`, `30B`; whole bytes
  kBandwidth,  ///< `10Gbps`, `100MB/s`; bits per second
  kMoney,      ///< `$0.02`, `$150k`; dollars
};

/// A number in the base unit of its kind.
struct Quantity {
  QuantityKind kind = QuantityKind::kNumber;
  double value = 0;
  std::int64_t whole = 0;  ///< the same, exactly; only for counts, durations and bytes
};

/// A quantity, or why the text is none.
struct QuantityResult {
  std::optional<Quantity> quantity;
  std::string message;  ///< `"60" has no unit`
  std::string hint;     ///< `write 60s or 60ms`
};

/// Reads the whole text as one quantity of this kind: an optional minus, a decimal number without
/// leading zeros, and its unit without a space. Exact: `0.1ms` is 100,000 ns; what is finer than
/// the base of a whole kind, or does not fit it, is refused.
[[nodiscard]] QuantityResult parse_quantity(std::string_view text, QuantityKind kind);

/// Reads a quantity whose kind follows from its unit; a number without a unit is a kNumber.
[[nodiscard]] QuantityResult parse_any_quantity(std::string_view text);

/// The shortest usual form: `1.5ms`, `100k/s`, `4MiB`, `20%`. Reading it gives the same quantity.
[[nodiscard]] std::string format_quantity(const Quantity& quantity);

/// A quantity from its value in base units; whole kinds are rounded to nearest.
/// Requires a value that fits (|value| < 2^63 for whole kinds).
[[nodiscard]] Quantity make_quantity(QuantityKind kind, double value);

[[nodiscard]] bool is_whole(QuantityKind kind);

/// "duration", "rate", ...: the kind as help and schema name it.
[[nodiscard]] std::string_view name_of(QuantityKind kind);

/// "a duration such as 5ms": the kind in the words of a message.
[[nodiscard]] std::string_view description_of(QuantityKind kind);

/// A regular expression (ECMA) of the texts that are a quantity of this kind; for the JSON Schema.
[[nodiscard]] std::string_view pattern_of(QuantityKind kind);

}  // namespace napkin
