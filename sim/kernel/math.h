#pragma once

#include <array>    // array
#include <bit>      // bit_cast
#include <cstdint>  // int64_t, uint64_t

/// The project's own mathematics: the same bits on every machine.
///
/// The C library picks other code for log, exp and pow on a CPU without fused multiply-add; one
/// changed bit reorders events. These functions use + - * / and bit operations only and need
/// contraction off
/// (-ffp-contract=off). Errors are bounds measured against a 64-bit mantissa over millions of
/// arguments; one ulp is the distance to the next double.
namespace napkin::math {

namespace detail {

/// One of 256 parts of [0.6875, 1.375), the range of a mantissa: 1/c in eleven bits for a point c
/// inside the part, and log(c) in two pieces, the first on a grid of 2^-42.
struct LogPart {
  double inverse;
  double log_high;
  double log_low;
};

inline constexpr int kLogPartBits = 8;
extern const std::array<LogPart, 1U << kLogPartBits> kLogParts;

// log(2) in two pieces, the first on a grid of 2^-42: a multiple by an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42fefa38p-1;
inline constexpr double kLn2Low = 0x1.ef35793c7673p-45;

/// log(x) for zero, negative, subnormal, infinite and undefined x.
double log_special(double x);

/// x = 2^exponent * mantissa, with mantissa in [0.6875, 1.375) and thus near a point c of `part`.
struct Reduced {
  double exponent;
  double
      mantissa_high;  // without its last ten bits, so that its product with part.inverse is exact
  double mantissa_low;
  LogPart part;
};

/// Requires: `bits` of a positive normal number.
inline Reduced reduce(std::uint64_t bits) {
  constexpr std::uint64_t kLowestMantissa = 0x3fe6000000000000;  // 0.6875
  constexpr std::uint64_t kElevenBits = 0x7ff;
  const std::uint64_t offset = bits - kLowestMantissa;
  const std::uint64_t part = (offset >> (52 - kLogPartBits)) & ((1U << kLogPartBits) - 1);
  const std::uint64_t mantissa = bits - (offset & (std::uint64_t{0xfff} << 52U));
  const auto high = std::bit_cast<double>(mantissa & ~kElevenBits);
  return {.exponent = static_cast<double>(static_cast<std::int64_t>(offset) >> 52U),
          .mantissa_high = high,
          .mantissa_low = std::bit_cast<double>(mantissa) - high,
          .part = kLogParts[part]};
}

}  // namespace detail

/// Natural logarithm. Error below 0.9 ulp. log(0) is -infinity, of a negative number not a number.
///
/// log(2^k m) = k log 2 + log c + log(1 + r) with r = m/c - 1 small. Tang, "Table-driven
/// implementation of the logarithm function in IEEE floating-point arithmetic", ACM TOMS 16(4),
/// 1990; here r is rounded only once because 1/c has eleven bits.
[[nodiscard]] inline double log(double x) {
  constexpr std::uint64_t kSmallestNormal = 0x0010000000000000;
  constexpr std::uint64_t kInfinity = 0x7ff0000000000000;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  if (bits - kSmallestNormal >= kInfinity - kSmallestNormal) [[unlikely]] {
    return detail::log_special(x);
  }
  const detail::Reduced reduced = detail::reduce(bits);
  const detail::LogPart part = reduced.part;
  const double r = (reduced.mantissa_high * part.inverse - 1) + reduced.mantissa_low * part.inverse;
  const double whole = reduced.exponent * detail::kLn2High + part.log_high;
  const double low = reduced.exponent * detail::kLn2Low + part.log_low;
  const double r2 = r * r;
  const double cubic =
      (1.0 / 3 - r * (1.0 / 4)) + r2 * ((1.0 / 5 - r * (1.0 / 6)) + r2 * (1.0 / 7));
  return whole + (r + (low - r2 * (0.5 - r * cubic)));
}

/// e^x. Error below 0.6 ulp where the result is normal; 0 and infinity beyond the range.
[[nodiscard]] double exp(double x);

/// x^y for x >= 0; not a number for negative x. Error below 0.7 ulp where the result is normal.
[[nodiscard]] double pow(double x, double y);

/// log(1 + x) without losing a small x. Error below 4 ulp. Requires: x >= -1.
[[nodiscard]] double log1p(double x);

/// e^x - 1 without losing a small x. Error below 4 ulp for |x| < 1 and below 2 ulp elsewhere.
[[nodiscard]] double expm1(double x);

/// The largest double below x. Requires: x finite, and not the lowest double.
[[nodiscard]] double next_below(double x);

}  // namespace napkin::math
