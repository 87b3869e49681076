#include <cmath>  // sqrt

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "weibull";

/// mean / scale.
double mean_of_shape(double shape) {
  return math::gamma(1 + 1 / shape);
}

/// variance / mean^2 + 1 = gamma(1 + 2/shape) / gamma(1 + 1/shape)^2.
double squared_cv_plus_one(double shape) {
  return math::exp(math::log_gamma(1 + 2 / shape) - 2 * math::log_gamma(1 + 1 / shape));
}

class Weibull final : public Distribution {
 public:
  Weibull(double scale, double shape) : scale_(scale), shape_(shape), power_(1 / shape) {
    require_positive(kName, "scale", scale);
    require(shape >= 0.01 && shape <= 1000, kName, "shape", shape, "0.01 to 1000");
  }

  double sample(RandomStream& random) const override {
    return scale_ * math::exp(math::log(-math::log(1 - random.uniform())) * power_);
  }

  double mean() const override { return scale_ * mean_of_shape(shape_); }

  double variance() const override { return mean() * mean() * (squared_cv_plus_one(shape_) - 1); }

  double cdf(double x) const override {
    return x > 0 ? -math::expm1(-math::pow(x / scale_, shape_)) : 0;
  }

  double quantile(double p) const override { return scale_ * math::pow(-math::log1p(-p), power_); }

  std::string describe() const override {
    return describe_law(kName, {{"scale", scale_}, {"shape", shape_}});
  }

 private:
  double scale_;
  double shape_;
  double power_;
};

/// The shape of a given cv, which falls as the shape grows: halving its logarithm 60 times.
double shape_of_cv(double cv) {
  double low = 0.05;
  double high = 1000;
  for (int i = 0; i < 60; ++i) {
    const double middle = std::sqrt(low * high);
    (squared_cv_plus_one(middle) - 1 > cv * cv ? low : high) = middle;
  }
  return high;
}

const LawRegistration registration({
    .name = kName,
    .help = "lifetimes: a failure rate that falls (shape below 1) or grows (above 1) with age",
    .forms = {{{{"scale", LawParameter::Kind::kValue, "63.2% of all draws are below"},
                {"shape", LawParameter::Kind::kShape, "1 is exponential"}},
               [](const LawArguments& arguments) {
                 return weibull(arguments.number("scale"), arguments.number("shape"));
               }},
              {{kMean, kCv},
               [](const LawArguments& arguments) {
                 return weibull_from_mean_and_cv(arguments.number("mean"), arguments.number("cv"));
               }},
              {{kPercentiles},
               [](const LawArguments& arguments) {
                 const auto [low, high] = two_percentiles(kName, arguments);
                 return weibull_from_percentiles(low, high);
               }}},
});

}  // namespace

Law weibull(double scale, double shape) {
  return make<Weibull>(scale, shape);
}

Law weibull_from_mean_and_cv(double mean, double cv) {
  require_positive(kName, "mean", mean);
  require(cv >= 0.01 && cv <= 100, kName, "cv", cv, "0.01 to 100");
  const double shape = shape_of_cv(cv);
  return weibull(mean / mean_of_shape(shape), shape);
}

// A percentile of level p lies at scale * e^(1/shape), with e = -log(1 - p).
Law weibull_from_percentiles(Percentile low, Percentile high) {
  require_growing(kName, low, high);
  const double e_low = -math::log1p(-low.level);
  const double e_high = -math::log1p(-high.level);
  const double shape = math::log(e_high / e_low) / math::log(high.value / low.value);
  return weibull(low.value / math::pow(e_low, 1 / shape), shape);
}

}  // namespace napkin::laws
