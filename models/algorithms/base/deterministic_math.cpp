#include "models/algorithms/base/deterministic_math.h"

#include <bit>
#include <cstdint>
#include <limits>

namespace napkin::algorithms {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts: the high part has trailing zeros, so that k * kLn2High is exact.
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;
constexpr double kInverseLn2 = 1.44269504088896338700e+00;

struct Reduced {
  double mantissa;  // in [sqrt(1/2), sqrt(2))
  std::int64_t exponent;
};

Reduced reduce(double x) {
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd;
  std::int64_t exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal: scale up first
    x *= 0x1p54;
    exponent = -54;
  }
  const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (kOne - kSqrtHalf);
  exponent += static_cast<std::int64_t>(shifted >> 52) - 1023;
  const std::uint64_t mantissa = (shifted & 0x000fffffffffffff) + kSqrtHalf;
  return {std::bit_cast<double>(mantissa), exponent};
}

/// log(1 + f) - f + f*f/2 divided by s = f / (2 + f), as a polynomial in s*s.
double log_polynomial(double s) {
  const double z = s * s;
  const double w = z * z;
  const double even = w * (3.999999999940941908e-01 +
                           w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd = z * (6.666666666666735130e-01 +
                          w * (2.857142874366239149e-01 +
                               w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  return odd + even;
}

/// x * 2^k, where the result may be subnormal or overflow.
double scale(double x, int k) {
  const auto power_of_two = [](int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
  };
  const int half = k / 2;
  return x * power_of_two(half) * power_of_two(k - half);
}

}  // namespace

double natural_log(double x) {
  if (x != x || x < 0) {
    return kNan;
  }
  if (x == 0) {
    return -kInfinity;
  }
  if (x == kInfinity) {
    return kInfinity;
  }
  const auto [mantissa, exponent] = reduce(x);
  const double f = mantissa - 1.0;
  const double half_square = 0.5 * f * f;
  const double s = f / (2.0 + f);
  const double k = static_cast<double>(exponent);
  return s * (half_square + log_polynomial(s)) + k * kLn2Low - half_square + f + k * kLn2High;
}

double natural_exp(double x) {
  if (x != x) {
    return kNan;
  }
  if (x > 709.782712893383973096) {
    return kInfinity;
  }
  if (x < -745.13321910194110842) {
    return 0.0;
  }
  const int k = static_cast<int>(kInverseLn2 * x + (x < 0 ? -0.5 : 0.5));
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  const double square = r * r;
  const double c =
      r - square * (1.66666666666666019037e-01 +
                    square * (-2.77777777770155933842e-03 +
                              square * (6.61375632143793436117e-05 +
                                        square * (-1.65339022054652515390e-06 +
                                                  square * 4.13813679705723846039e-08))));
  return scale(1.0 + (r * c / (2.0 - c) - low + high), k);
}

double power(double base, double exponent) {
  if (exponent == 0.0 || base == 1.0) {
    return 1.0;
  }
  return natural_exp(exponent * natural_log(base));
}

}  // namespace napkin::algorithms
