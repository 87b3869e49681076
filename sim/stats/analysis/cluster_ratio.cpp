#include "sim/stats/analysis/cluster_ratio.h"

#include <cmath>
#include <vector>

#include "sim/kernel/assert.h"
#include "sim/kernel/math.h"
#include "sim/stats/analysis/student.h"

namespace napkin {

namespace {

double cube_root(double x) {
  return x < 0 ? -math::pow(-x, 1.0 / 3) : math::pow(x, 1.0 / 3);
}

/// Student's `t`, bent for a mean of skew observations. With the sign of the skewness turned it
/// turns its own.
double bent(double t, double bend) {
  constexpr double kStraight = 1e-6;
  return std::abs(bend) < kStraight ? t : (cube_root(1 + 6 * bend * (t - bend)) - 1) / (2 * bend);
}

/// How much the clusters in the later half of each replication exceed those in the earlier one.
double drift_of(const std::vector<double>& residuals, std::size_t stretches) {
  double late = 0;
  double squares = 0;
  std::size_t counted = 0;
  for (std::size_t index = 0; index < residuals.size(); ++index) {
    const std::size_t place = index % stretches;
    if (2 * place + 1 == stretches) {
      continue;  // the middle one
    }
    late += 2 * place + 1 > stretches ? residuals[index] : -residuals[index];
    squares += residuals[index] * residuals[index];
    ++counted;
  }
  return counted < 2 || squares == 0 ? 0 : late / std::sqrt(squares);
}

/// Between neighbours of one replication.
double correlation_of(const std::vector<double>& residuals, std::size_t stretches) {
  double products = 0;
  double squares = 0;
  for (std::size_t index = 0; index < residuals.size(); ++index) {
    squares += residuals[index] * residuals[index];
    if ((index + 1) % stretches != 0 && index + 1 < residuals.size()) {
      products += residuals[index] * residuals[index + 1];
    }
  }
  return squares == 0 ? 0 : products / squares;
}

}  // namespace

ClusterRatio cluster_ratio(std::span<const Cluster> clusters, std::size_t stretches) {
  NAPKIN_ASSERT(!clusters.empty() && stretches >= 1);
  Cluster total;
  for (const Cluster& cluster : clusters) {
    total.amount += cluster.amount;
    total.size += cluster.size;
  }
  const auto count = static_cast<double>(clusters.size());
  ClusterRatio result;
  result.count = count;
  if (total.size <= 0) {
    return result;
  }
  result.ratio = total.amount / total.size;
  if (clusters.size() < 3) {
    return result;
  }
  std::vector<double> residuals;
  double squares = 0;
  double cubes = 0;
  for (const Cluster& cluster : clusters) {
    const double residual = (cluster.amount - result.ratio * cluster.size) / (total.size / count);
    residuals.push_back(residual);
    squares += residual * residual;
    cubes += residual * residual * residual;
  }
  const double variance = squares / (count - 1);
  result.standard_error = std::sqrt(variance / count);
  if (variance > 0) {
    result.skewness =
        cubes * count / ((count - 1) * (count - 2)) / (variance * std::sqrt(variance));
  }
  result.correlation = correlation_of(residuals, stretches);
  result.drift = drift_of(residuals, stretches);
  return result;
}

double ClusterRatio::worth(double variance, double observations) const {
  const double squared = standard_error * standard_error;
  return variance >= observations * squared ? observations : variance / squared;
}

ClusterRatio::Reach ClusterRatio::reach(double confidence, double times_wider) const {
  const double t = math::inverse_student(0.5 + confidence / 2, count - 1);
  // The skewness of a few is mostly chance.
  constexpr double kKnownFrom = 20;
  const double bend = count < kKnownFrom ? 0 : skewness / (6 * std::sqrt(count));
  const double scale = standard_error * times_wider;
  return {.below = bent(t, bend) * scale, .above = -bent(-t, bend) * scale};
}

}  // namespace napkin
