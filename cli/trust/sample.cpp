#include "cli/trust/sample.h"

#include <cmath>

#include "sim/kernel/special_functions.h"

namespace napkin::cli {

namespace {

/// Student's quantile by Cornish and Fisher's expansion around the normal one.
double student_quantile(double p, double degrees) {
  const double z = math::inverse_normal(p);
  const double z2 = z * z;
  const double first = z * (z2 + 1) / 4;
  const double second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
  const double third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
  return z + first / degrees + second / (degrees * degrees) + third / (degrees * degrees * degrees);
}

}  // namespace

double Sample::mean() const {
  double sum = 0;
  for (const double value : values_) {
    sum += value;
  }
  return values_.empty() ? 0 : sum / static_cast<double>(values_.size());
}

std::optional<double> Sample::half_width(double confidence) const {
  if (values_.size() < 2) {
    return std::nullopt;
  }
  double squares = 0;
  for (const double value : values_) {
    squares += (value - mean()) * (value - mean());
  }
  const auto count = static_cast<double>(values_.size());
  return student_quantile((1 + confidence) / 2, count - 1) *
         std::sqrt(squares / (count - 1) / count);
}

}  // namespace napkin::cli
