#pragma once

namespace napkin::math {

/// The regularised incomplete beta function I_x(a, b): the share of the beta law below x. Relative
/// error below 1e-11. Requires: a > 0, b > 0, 0 <= x <= 1.
///
/// Source: the continued fraction of Didonato and Morris, "Significant digit computation of the
/// incomplete beta function ratios", ACM TOMS 18(3), 1992, evaluated as Lentz does.
[[nodiscard]] double beta_below(double a, double b, double x);

/// P(T <= t) for Student's law with `degrees` of freedom. Requires: degrees > 0.
[[nodiscard]] double student_cdf(double t, double degrees);

/// The t with student_cdf(t) = p. Relative error below 1e-10; the same bits on every machine.
/// Requires: 0 < p < 1, degrees >= 1.
[[nodiscard]] double inverse_student(double p, double degrees);

}  // namespace napkin::math
