#pragma once

#include <cstdint>  // int64_t

/// Signed numbers with 120 bits after the point, for the compiler: the tables of our logarithm and
/// exponential are computed from their series while compiling, not typed in. Not for run time.
namespace napkin::math::fixed {

__extension__ using Fixed = __int128;

inline constexpr int kFractionBits = 120;
inline constexpr Fixed kOne = Fixed{1} << kFractionBits;

struct Split {
  double high;
  double low;
};

constexpr double to_double(Fixed value) {
  return static_cast<double>(value) * 0x1p-120;
}

/// Requires: |value| < 128, and a multiple of 2^-120 (every double of at least 2^-67 is).
constexpr Fixed from_double(double value) {
  return static_cast<Fixed>(value * 0x1p120);
}

/// value = high + low, with high on a grid of 2^-42 and low smaller than that.
constexpr Split split(Fixed value) {
  constexpr int kGridShift = kFractionBits - 42;
  const Fixed grid = (value + (Fixed{1} << (kGridShift - 1))) >> kGridShift;
  return {static_cast<double>(grid) * 0x1p-42, to_double(value - (grid << kGridShift))};
}

/// a * b, short of the last few bits. Requires: 0 <= a, b < 8.
constexpr Fixed multiply(Fixed a, Fixed b) {
  constexpr Fixed kHalfMask = (Fixed{1} << 60) - 1;
  const Fixed a_high = a >> 60;
  const Fixed b_high = b >> 60;
  return a_high * b_high + ((a_high * (b & kHalfMask)) >> 60) + (((a & kHalfMask) * b_high) >> 60);
}

/// log(numerator / denominator) = 2 artanh((n - d) / (n + d)). Requires: a quotient in [1/2, 2] of
/// positive integers below 2048.
constexpr Fixed log_ratio(std::int64_t numerator, std::int64_t denominator) {
  const Fixed difference = numerator - denominator;
  const Fixed sum = numerator + denominator;
  // Dividing before multiplying keeps the term in range, and costs eleven of the 120 bits.
  Fixed power = kOne / sum * difference;
  Fixed total = power;
  for (int n = 3; power != 0 && n < 120; n += 2) {
    power = power / sum * difference / sum * difference;
    total += power / n;
  }
  return 2 * total;
}

/// e^x for 0 <= x < 1, by its series.
constexpr Fixed exp(Fixed x) {
  Fixed term = kOne;
  Fixed total = kOne;
  for (int n = 1; term != 0; ++n) {
    term = multiply(term, x) / n;
    total += term;
  }
  return total;
}

}  // namespace napkin::math::fixed
