#include <cmath>  // sqrt

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "lognormal";

class Lognormal final : public Distribution {
 public:
  Lognormal(double median, double sigma) : median_(median), sigma_(sigma) {
    require_positive(kName, "median", median);
    require(sigma >= 0 && sigma <= 50, kName, "sigma", sigma, "0 to 50");
  }

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return median_ * math::exp(sigma_ * sigma_ / 2); }

  double variance() const override { return mean() * mean() * math::expm1(sigma_ * sigma_); }

  double cdf(double x) const override {
    if (x <= 0 || sigma_ == 0) {
      return x >= median_ ? 1 : 0;
    }
    return math::normal_cdf(math::log(x / median_) / sigma_);
  }

  double quantile(double p) const override {
    return median_ * math::exp(sigma_ * math::inverse_normal(p));
  }

  std::string describe() const override {
    return describe_law(kName, {{"median", median_}, {"sigma", sigma_}});
  }

 private:
  double median_;
  double sigma_;
};

const LawRegistration registration({
    .name = kName,
    .help = "the usual law of latencies and sizes: its logarithm is normal",
    .forms = {{{kPercentiles},
               [](const LawArguments& arguments) {
                 const auto [low, high] = two_percentiles(kName, arguments);
                 return lognormal_from_percentiles(low, high);
               }},
              {{kMean, kCv},
               [](const LawArguments& arguments) {
                 return lognormal_from_mean_and_cv(arguments.number("mean"),
                                                   arguments.number("cv"));
               }},
              {{kMean, kPercentiles},
               [](const LawArguments& arguments) {
                 return lognormal_from_mean_and_percentile(arguments.number("mean"),
                                                           one_percentile(kName, arguments));
               }},
              {{{"median", LawParameter::Kind::kValue, "half of all draws are below"},
                {"sigma", LawParameter::Kind::kShape, "standard deviation of the logarithm"}},
               [](const LawArguments& arguments) {
                 return lognormal(arguments.number("median"), arguments.number("sigma"));
               }}},
});

}  // namespace

Law lognormal(double median, double sigma) {
  return make<Lognormal>(median, sigma);
}

Law lognormal_from_mean_and_cv(double mean, double cv) {
  require_positive(kName, "mean", mean);
  require(cv >= 0 && cv <= 1e9, kName, "cv", cv, "0 to 1e9");
  const double sigma = std::sqrt(math::log1p(cv * cv));
  return lognormal(mean / std::sqrt(1 + cv * cv), sigma);
}

Law lognormal_from_percentiles(Percentile low, Percentile high) {
  require_growing(kName, low, high);
  const double z_low = math::inverse_normal(low.level);
  const double z_high = math::inverse_normal(high.level);
  const double sigma = (math::log(high.value) - math::log(low.value)) / (z_high - z_low);
  return lognormal(low.value * math::exp(-sigma * z_low), sigma);
}

// mean = median e^(s^2/2) and percentile = median e^(s z): s^2/2 - s z + log(percentile/mean) = 0.
Law lognormal_from_mean_and_percentile(double mean, Percentile percentile) {
  require_positive(kName, "mean", mean);
  const std::string name = name_of(percentile);
  require(percentile.level > 0.5 && percentile.level < 1,
          kName,
          name,
          percentile.value,
          "a percentile above p50, beside a mean");
  const double z = math::inverse_normal(percentile.level);
  const double ratio = percentile.value / mean;
  require(ratio > 1 && math::log(ratio) <= z * z / 2,
          kName,
          name,
          percentile.value,
          "above the mean, and at most e^(z^2/2) times it for the normal quantile z of the level");
  const double excess = math::log(ratio);
  const double sigma = 2 * excess / (z + std::sqrt(z * z - 2 * excess));
  return lognormal(mean * math::exp(-sigma * sigma / 2), sigma);
}

}  // namespace napkin::laws
