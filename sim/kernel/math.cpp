#include "sim/kernel/math.h"

#include <cfloat>  // FLT_EVAL_METHOD
#include <limits>  // numeric_limits

#include "sim/kernel/fixed_point.h"

#ifdef __FAST_MATH__
#error "fast-math changes results: same seed, same bytes would no longer hold"
#endif

namespace napkin::math {

static_assert(FLT_EVAL_METHOD == 0, "intermediate results must be rounded to double");

namespace {

using detail::LogPart;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// The middle of part `index` of [0.6875, 1.375), whose parts are half as wide below 1.
constexpr double middle_of_part(int index) {
  constexpr int kPartsBelowOne = 160;
  return index < kPartsBelowOne ? 0.6875 + (index + 0.5) / 512
                                : 1 + (index - kPartsBelowOne + 0.5) / 256;
}

/// Parts next to 1 take c = 1, so that r is the exact distance there.
constexpr LogPart make_log_part(int index) {
  const double middle = middle_of_part(index);
  const bool next_to_one = middle > 1 - 1.0 / 512 && middle < 1 + 1.0 / 256;
  const int inverse = next_to_one ? 1024 : static_cast<int>(1024 / middle + 0.5);
  const auto [high, low] = fixed::split(-fixed::log_ratio(inverse, 1024));
  return {inverse / 1024.0, high, low};
}

template <std::size_t kSize>
constexpr auto make_log_parts() {
  std::array<LogPart, kSize> parts{};
  for (std::size_t i = 0; i < kSize; ++i) {
    parts[i] = make_log_part(static_cast<int>(i));
  }
  return parts;
}

/// 2^(i/128) = scale * (1 + tail).
struct ExpPart {
  std::uint64_t scale_bits;
  double tail;
};

constexpr int kExpPartBits = 7;
constexpr int kExpParts = 1 << kExpPartBits;

constexpr ExpPart make_exp_part(int index) {
  const fixed::Fixed power = fixed::exp(fixed::log_ratio(2, 1) * index / kExpParts);
  const double scale = fixed::to_double(power);
  const double tail = fixed::to_double(power - fixed::from_double(scale)) / scale;
  return {std::bit_cast<std::uint64_t>(scale), tail};
}

constexpr auto make_exp_parts() {
  std::array<ExpPart, kExpParts> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i] = make_exp_part(static_cast<int>(i));
  }
  return parts;
}

constinit const std::array<ExpPart, kExpParts> exp_parts = make_exp_parts();

// log(2)/128 in two pieces; the first has 34 bits, so its multiples by 2^18 are exact.
constexpr double kStep = fixed::to_double(fixed::log_ratio(2, 1)) / kExpParts;
constexpr double kStepHigh = fixed::to_double((fixed::log_ratio(2, 1) >> 86) << 86) / kExpParts;
constexpr double kStepLow =
    fixed::to_double(fixed::log_ratio(2, 1) & ((fixed::Fixed{1} << 86) - 1)) / kExpParts;

/// 2^exponent. Requires: a normal result.
double power_of_two(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52U);
}

/// e^(x + tail) for a tail far smaller than x. Requires: -746 < x < 710.
double exp_core(double x, double tail) {
  constexpr double kRounder = 0x1.8p52;  // adding it leaves an integer in the last bits
  const double shifted = x * (1 / kStep) + kRounder;
  const double steps = shifted - kRounder;
  const auto count = static_cast<std::int64_t>(steps);
  const double r = ((x - steps * kStepHigh) - steps * kStepLow) + tail;
  const ExpPart& part = exp_parts[static_cast<std::size_t>(count & (kExpParts - 1))];
  const double r2 = r * r;
  const double growth =
      part.tail + r + r2 * (0.5 + r * (1.0 / 6)) + r2 * r2 * (1.0 / 24 + r * (1.0 / 120));
  const auto scale = std::bit_cast<double>(part.scale_bits);
  // Two factors, because 2^exponent alone may leave the range where the result does not.
  const std::int64_t exponent = count >> kExpPartBits;
  const std::int64_t half = exponent / 2;
  return (scale + scale * growth) * power_of_two(half) * power_of_two(exponent - half);
}

struct Pair {
  double high;
  double low;
};

Pair two_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// Dekker's product: high + low = a * b exactly, as long as nothing leaves the range.
Pair two_product(double a, double b) {
  constexpr double kSplitter = 0x1p27 + 1;
  const double a_shifted = a * kSplitter;
  const double b_shifted = b * kSplitter;
  const double a_high = a_shifted - (a_shifted - a);
  const double b_high = b_shifted - (b_shifted - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

/// log(1 + r) - r + r^2/2.
double log_tail(double r) {
  const double r2 = r * r;
  const double cubic = (1.0 / 3 - r * (1.0 / 4)) + r2 * (1.0 / 5 - r * (1.0 / 6)) +
                       r2 * r2 * ((1.0 / 7 - r * (1.0 / 8)) + r2 * (1.0 / 9 - r * (1.0 / 10)));
  return r * r2 * cubic;
}

/// log(x * 2^-shift) with about 66 good bits. Requires: x positive and normal.
Pair log_extended(double x, double shift) {
  const detail::Reduced reduced = detail::reduce(std::bit_cast<std::uint64_t>(x));
  const double exponent = reduced.exponent - shift;
  const auto [r, r_low] = two_sum(reduced.mantissa_high * reduced.part.inverse - 1,
                                  reduced.mantissa_low * reduced.part.inverse);
  const double whole = exponent * detail::kLn2High + reduced.part.log_high;
  const Pair linear = two_sum(whole, r);
  const Pair square = two_product(r, -0.5 * r);
  const Pair sum = two_sum(linear.high, square.high);
  const double low = exponent * detail::kLn2Low + reduced.part.log_low + linear.low +
                     (r_low - r * r_low) + square.low + sum.low + log_tail(r);
  return two_sum(sum.high, low);
}

bool is_subnormal(double x) {
  return x < std::numeric_limits<double>::min();
}

double pow_of_zero_or_infinity(double x, double y) {
  const bool grows = (x > 1) == (y > 0);
  return grows ? kInfinity : 0;
}

double clamp(double x, double limit) {
  return x > limit ? limit : (x < -limit ? -limit : x);
}

}  // namespace

constinit const std::array<LogPart, 1U << detail::kLogPartBits> detail::kLogParts =
    make_log_parts<1U << detail::kLogPartBits>();
static_assert(detail::kLn2High == fixed::split(fixed::log_ratio(2, 1)).high);
static_assert(detail::kLn2Low == fixed::split(fixed::log_ratio(2, 1)).low);

double detail::log_special(double x) {
  if (x == 0) {
    return -kInfinity;
  }
  if (!(x > 0)) {
    return kNan;
  }
  if (x == kInfinity) {
    return x;
  }
  const Pair extended = log_extended(x * 0x1p54, 54);
  return extended.high + extended.low;
}

double exp(double x) {
  if (!(x > -746)) {
    return x <= -746 ? 0 : x;
  }
  return x < 710 ? exp_core(x, 0) : kInfinity;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) {
    return 1;
  }
  if (!(x >= 0) || y != y) {
    return kNan;
  }
  if (x == 0 || x == kInfinity) {
    return pow_of_zero_or_infinity(x, y);
  }
  // Beyond 2^64 every x but 1 leaves the range, and the products below would too.
  const double exponent = clamp(y, 0x1p64);
  const Pair logarithm = is_subnormal(x) ? log_extended(x * 0x1p54, 54) : log_extended(x, 0);
  const Pair product = two_product(exponent, logarithm.high);
  if (!(product.high > -746 && product.high < 710)) {
    return exp(product.high);
  }
  return exp_core(product.high, product.low + exponent * logarithm.low);
}

// Kahan's corrections: the rounding of 1 + x is undone by the exactly known step that was taken.
double log1p(double x) {
  const double sum = 1 + x;
  if (sum == 1) {
    return x;
  }
  return sum == kInfinity ? sum : log(sum) * (x / (sum - 1));
}

double expm1(double x) {
  const double power = exp(x);
  if (power == 1) {
    return x;
  }
  const double difference = power - 1;
  const bool is_small = x > -0.7 && x < 0.7;
  return is_small ? difference * (x / log(power)) : difference;
}

double next_below(double x) {
  if (x == 0) {
    return -std::numeric_limits<double>::denorm_min();
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return std::bit_cast<double>(x > 0 ? bits - 1 : bits + 1);
}

}  // namespace napkin::math
