#pragma once

#include <cstdint>  // int64_t
#include <vector>   // vector

#include "sim/kernel/law.h"

/// The laws for those who write C++; a scenario reaches them by name through the registry. Each
/// throws LawError for impossible parameters. All numbers must be finite; what else they must be
/// stands with each law. Draws are by inversion, one uniform number each, unless stated.
namespace napkin::laws {

/// A value that a share `level` of all draws does not exceed. Requires: 0 < level < 1.
struct Percentile {
  double level = 0;
  double value = 0;
};

/// Always `value`.
[[nodiscard]] Law constant(double value);

/// Anywhere between `low` and `high` alike. Requires: low < high.
[[nodiscard]] Law uniform(double low, double high);

/// Memoryless. Requires: 0 < mean.
[[nodiscard]] Law exponential(double mean);

/// The sum of `stages` exponential stages with `mean` in total. Requires: 1 <= stages, 0 < mean.
/// Takes a number per stage; beyond 12 stages it is drawn like `gamma`.
[[nodiscard]] Law erlang(std::int64_t stages, double mean);

/// Exponential with means[i] in a share of weights[i] cases: more variable than one exponential.
/// Requires: as many weights as means; 0 < mean; 0 <= weight, not all 0. Takes two numbers.
[[nodiscard]] Law hyperexponential(const std::vector<double>& weights,
                                   const std::vector<double>& means);

/// Of two branches that carry the same load. Requires: 0 < mean, 1 <= cv.
[[nodiscard]] Law hyperexponential_from_mean_and_cv(double mean, double cv);

/// e^(normal), the usual law of latencies. Requires: 0 < median, 0 <= sigma.
[[nodiscard]] Law lognormal(double median, double sigma);

/// Requires: 0 < mean, 0 <= cv (standard deviation by mean).
[[nodiscard]] Law lognormal_from_mean_and_cv(double mean, double cv);

/// Requires: levels and values above 0, both growing.
[[nodiscard]] Law lognormal_from_percentiles(Percentile low, Percentile high);

/// The one with the smaller sigma of the two that have this mean and this percentile. Requires: 0 <
/// mean; a percentile above the mean, at a level above 1/2, and not too far above for any lognormal
/// law.
[[nodiscard]] Law lognormal_from_mean_and_percentile(double mean, Percentile percentile);

/// A failure rate that falls (shape below 1) or grows (above 1) with age.
/// Requires: 0 < scale; shape from 0.01 to 1000.
[[nodiscard]] Law weibull(double scale, double shape);

/// Requires: 0 < mean; cv from 0.01 to 100.
[[nodiscard]] Law weibull_from_mean_and_cv(double mean, double cv);
[[nodiscard]] Law weibull_from_percentiles(Percentile low, Percentile high);

/// A power tail above `scale`: P(X > x) = (scale/x)^shape. The mean is infinite for shape 1 or
/// less. Requires: 0 < scale, 0 < shape.
[[nodiscard]] Law pareto(double scale, double shape);

/// Requires: 0 < mean, 1 < shape.
[[nodiscard]] Law pareto_from_mean(double mean, double shape);
[[nodiscard]] Law pareto_from_percentiles(Percentile low, Percentile high);

/// A power tail cut off at `high`: Pareto on the condition low <= X <= high.
/// Requires: 1e-75 <= low < high <= 1e75; shape from 1e-6 to 1000.
[[nodiscard]] Law bounded_pareto(double low, double high, double shape);

/// Requires: shape from 1e-15 to 1e15, 0 < scale. Drawn by rejection (Marsaglia and Tsang),
/// about 2.1 numbers.
[[nodiscard]] Law gamma(double shape, double scale);

/// Requires: 0 < mean, 0 < cv.
[[nodiscard]] Law gamma_from_mean_and_cv(double mean, double cv);

/// May be negative; a negative duration counts as 0. Requires: 0 <= deviation.
[[nodiscard]] Law normal(double mean, double deviation);
[[nodiscard]] Law normal_from_percentiles(Percentile low, Percentile high);

/// The number of independent events where `mean` are expected. Requires: 0 < mean <= 1e15.
/// Inversion below a mean of 10, above by rejection (Hoermann's PTRS), about 2.5 numbers.
[[nodiscard]] Law poisson(double mean);

/// The number of attempts up to the first success. Requires: 0 < success <= 1.
[[nodiscard]] Law geometric(double success);

/// Ranks 1 to `count`, rank k in proportion to k^-exponent. Requires: 1 <= count <= 2^53 - 1,
/// 0 <= exponent <= 100. Rejection-inversion: constant time and memory, about 1.1 numbers.
[[nodiscard]] Law zipf(std::int64_t count, double exponent);

/// values[i] in a share of weights[i] cases. Requires: as many values as weights, at least one;
/// 0 <= weight, not all 0. By alias table: constant time, one number, but it does not grow with it.
[[nodiscard]] Law discrete(const std::vector<double>& values, const std::vector<double>& weights);

/// laws[i] in a share of weights[i] cases. Requires: as many laws as weights, at least one; 0 <=
/// weight, not all 0. Takes one number to choose, then what the chosen law takes.
[[nodiscard]] Law mixture(const std::vector<Law>& laws, const std::vector<double>& weights);

/// `law` and `by` more.
[[nodiscard]] Law shifted(const Law& law, double by);

/// `law` on the condition that low <= X <= high; either may be infinite. Requires: low < high, and
/// a probability of at least 1e-9 between them. By rejection where at least half of all draws are
/// inside, else by inversion. Mean and variance are computed numerically, to about 1e-6 for smooth
/// laws with light tails and to 1e-2 for stepwise ones.
[[nodiscard]] Law truncated(const Law& law, double low, double high);

/// One of the `values` that were seen, each as often as it was seen. Requires: at least one.
[[nodiscard]] Law empirical(std::vector<double> values);

/// Through every percentile given; in between and beyond as lognormal pieces (on lognormal paper
/// the distribution is the polygon through the points). Requires: at least two; levels growing,
/// values above 0 and not falling.
[[nodiscard]] Law through_percentiles(std::vector<Percentile> percentiles);

/// What people mean by {mean, cv}: the constant for cv = 0, else the lognormal law, the usual shape
/// of latencies and sizes. Requires: 0 < mean, 0 <= cv.
[[nodiscard]] Law from_mean_and_cv(double mean, double cv);

}  // namespace napkin::laws
