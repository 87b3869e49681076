#pragma once

/// The functions behind the laws of probability, with the same bits on every machine. For setting
/// up and judging laws; only `inverse_normal` is meant for the hot path.
namespace napkin::math {

/// The x with normal_cdf(x) = p, for the standard normal law. Relative error below 1e-15.
/// Requires: 0 < p < 1.
///
/// Source: Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied
/// Statistics 37(3), 1988 (PPND16).
[[nodiscard]] double inverse_normal(double p);

/// P(X <= x) for the standard normal law. Relative error below 2e-13, also far in the lower tail
/// (-37).
[[nodiscard]] double normal_cdf(double x);

/// Natural logarithm of the gamma function. Error below 1e-14, relative for large results.
/// Requires: 0 < x, finite.
[[nodiscard]] double log_gamma(double x);

/// The gamma function. Relative error below 1e-13 up to x = 100. Requires: 0 < x; infinity beyond
/// 171.
[[nodiscard]] double gamma(double x);

/// log(x^a e^-x / gamma(a + 1)): for a whole number a, the logarithm of the Poisson probability of
/// a at mean x. Keeps its digits where a and x are large and close. Requires: 0 <= a, 0 < x, both
/// finite.
///
/// Source: Loader, "Fast and accurate computation of binomial probabilities", 2000.
[[nodiscard]] double log_poisson(double a, double x);

/// The regularised incomplete gamma function P(a, x): the share of the gamma law of shape a below
/// x. Error below 1e-12 (1e-9 for a above 10^6). Requires: 0 < a, 0 <= x, a finite.
[[nodiscard]] double gamma_below(double a, double x);

/// 1 - gamma_below(a, x), with its own digits in the upper tail.
[[nodiscard]] double gamma_above(double a, double x);

}  // namespace napkin::math
