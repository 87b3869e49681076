#pragma once

#include <optional>  // optional
#include <vector>    // vector

namespace napkin::analysis {

/// How throughput grows with the number of machines, by the universal scalability law:
///
///     X(n) = unit n / (1 + contention (n - 1) + coherence n (n - 1))
///
/// Contention is the share that cannot be done at once (Amdahl's law when coherence is 0);
/// coherence is what each pair of machines costs to agree, and makes the curve turn down. Source:
/// N. Gunther, "Guerrilla Capacity Planning", 2007, chapter 4.
struct Scalability {
  double unit = 1;  ///< throughput of one machine
  double contention = 0;
  double coherence = 0;

  [[nodiscard]] double throughput(double machines) const;
  /// X(n) / X(1)
  [[nodiscard]] double relative_capacity(double machines) const;
  /// Machines at which throughput is largest; infinite without coherence.
  [[nodiscard]] double peak() const;
};

struct ScalabilityPoint {
  double machines = 1;
  double throughput = 0;
};

/// Least squares of n / X(n), which is linear in what is sought. Nothing from fewer than three
/// different numbers of machines, or from points that no curve of this form fits (a throughput of
/// one machine that is not positive).
[[nodiscard]] std::optional<Scalability> fit_scalability(
    const std::vector<ScalabilityPoint>& points);

}  // namespace napkin::analysis
