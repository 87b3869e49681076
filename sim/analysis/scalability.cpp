#include "sim/analysis/scalability.h"

#include <cmath>
#include <limits>
#include <set>

#define EIGEN_DONT_VECTORIZE  // see birth_death.cpp
#include <Eigen/QR>

namespace napkin::analysis {

double Scalability::throughput(double machines) const {
  return unit * relative_capacity(machines);
}

double Scalability::relative_capacity(double machines) const {
  return machines / (1 + contention * (machines - 1) + coherence * machines * (machines - 1));
}

double Scalability::peak() const {
  return coherence > 0 ? std::sqrt((1 - contention) / coherence)
                       : std::numeric_limits<double>::infinity();
}

std::optional<Scalability> fit_scalability(const std::vector<ScalabilityPoint>& points) {
  std::set<double> sizes;
  for (const ScalabilityPoint& point : points) {
    if (point.throughput <= 0 || point.machines < 1) {
      return std::nullopt;
    }
    sizes.insert(point.machines);
  }
  if (sizes.size() < 3) {
    return std::nullopt;
  }
  // n / X = 1/unit + contention/unit (n - 1) + coherence/unit n (n - 1)
  const auto count = static_cast<Eigen::Index>(points.size());
  Eigen::MatrixXd terms(count, 3);
  Eigen::VectorXd values(count);
  for (Eigen::Index row = 0; row < count; ++row) {
    const ScalabilityPoint& point = points[static_cast<std::size_t>(row)];
    const double n = point.machines;
    terms.row(row) << 1, n - 1, n * (n - 1);
    values(row) = n / point.throughput;
  }
  const Eigen::VectorXd found = terms.colPivHouseholderQr().solve(values);
  if (!(found(0) > 0)) {
    return std::nullopt;
  }
  return Scalability{1 / found(0), found(1) / found(0), found(2) / found(0)};
}

}  // namespace napkin::analysis
