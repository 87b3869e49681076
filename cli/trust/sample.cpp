#include "cli/trust/sample.h"

#include <cmath>

#include "sim/stats/analysis/student.h"

namespace napkin::cli {

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
  return math::inverse_student((1 + confidence) / 2, count - 1) *
         std::sqrt(squares / (count - 1) / count);
}

}  // namespace napkin::cli
