#include "sim/stats/analysis/student.h"

#include <algorithm>
#include <cmath>

#include "sim/kernel/assert.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::math {

namespace {

/// The continued fraction of the incomplete beta function, good for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr int kTermsMax = 10'000;
  constexpr double kTiny = 1e-300;
  constexpr double kEnough = 1e-15;
  const auto not_zero = [](double value) { return std::abs(value) < kTiny ? kTiny : value; };
  double upper = 1;
  double lower = 1 / not_zero(1 - (a + b) * x / (a + 1));
  double result = lower;
  for (int m = 1; m <= kTermsMax; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    lower = 1 / not_zero(1 + even * lower);
    upper = not_zero(1 + even / upper);
    result *= upper * lower;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    lower = 1 / not_zero(1 + odd * lower);
    upper = not_zero(1 + odd / upper);
    result *= upper * lower;
    if (std::abs(upper * lower - 1) < kEnough) {
      break;
    }
  }
  return result;
}

/// P(T > t) for t >= 0.
double student_above(double t, double degrees) {
  return beta_below(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
}

}  // namespace

double beta_below(double a, double b, double x) {
  NAPKIN_ASSERT(a > 0 && b > 0 && x >= 0 && x <= 1);
  if (x == 0 || x == 1) {
    return x;
  }
  const double front =
      exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                   : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double student_cdf(double t, double degrees) {
  NAPKIN_ASSERT(degrees > 0);
  const double above = student_above(std::abs(t), degrees);
  return t > 0 ? 1 - above : above;
}

double inverse_student(double p, double degrees) {
  NAPKIN_ASSERT(p > 0 && p < 1 && degrees >= 1);
  if (p == 0.5) {
    return 0;
  }
  const double tail = std::min(p, 1 - p);
  double low = 0;
  double high = 1;
  while (student_above(high, degrees) > tail) {
    low = high;
    high *= 2;
  }
  // Halving needs no derivative and no luck: 60 steps leave less than the last digit.
  constexpr int kHalvings = 60;
  for (int step = 0; step < kHalvings; ++step) {
    const double middle = low + (high - low) / 2;
    (student_above(middle, degrees) > tail ? low : high) = middle;
  }
  const double t = low + (high - low) / 2;
  return p < 0.5 ? -t : t;
}

}  // namespace napkin::math
