#include <limits>  // numeric_limits

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "pareto";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

class Pareto final : public Distribution {
 public:
  Pareto(double scale, double shape) : scale_(scale), shape_(shape), power_(-1 / shape) {
    require_positive(kName, "scale", scale);
    require_positive(kName, "shape", shape);
  }

  double sample(RandomStream& random) const override {
    return scale_ * math::exp(math::log(1 - random.uniform()) * power_);
  }

  double mean() const override { return shape_ > 1 ? scale_ * shape_ / (shape_ - 1) : kInfinity; }

  double variance() const override {
    const double less = shape_ - 1;
    return shape_ > 2 ? scale_ * scale_ * shape_ / (less * less * (shape_ - 2)) : kInfinity;
  }

  double cdf(double x) const override {
    return x > scale_ ? -math::expm1(shape_ * math::log(scale_ / x)) : 0;
  }

  double quantile(double p) const override { return scale_ * math::exp(math::log1p(-p) * power_); }

  std::string describe() const override {
    return describe_law(kName, {{"scale", scale_}, {"shape", shape_}});
  }

 private:
  double scale_;
  double shape_;
  double power_;
};

constexpr LawParameter kShape{
    "shape", LawParameter::Kind::kShape, "how fast the tail falls; 1 or less has no mean"};

const LawRegistration registration({
    .name = kName,
    .help = "a power tail: few draws carry most of the sum",
    .forms = {{{{"scale", LawParameter::Kind::kValue, "the smallest value"}, kShape},
               [](const LawArguments& arguments) {
                 return pareto(arguments.number("scale"), arguments.number("shape"));
               }},
              {{kMean, kShape},
               [](const LawArguments& arguments) {
                 return pareto_from_mean(arguments.number("mean"), arguments.number("shape"));
               }},
              {{kPercentiles},
               [](const LawArguments& arguments) {
                 const auto [low, high] = two_percentiles(kName, arguments);
                 return pareto_from_percentiles(low, high);
               }}},
});

}  // namespace

Law pareto(double scale, double shape) {
  return make<Pareto>(scale, shape);
}

Law pareto_from_mean(double mean, double shape) {
  require_positive(kName, "mean", mean);
  require(shape > 1 && is_finite(shape), kName, "shape", shape, "above 1, or there is no mean");
  return pareto(mean * (shape - 1) / shape, shape);
}

// P(X > x) = (scale/x)^shape at both points.
Law pareto_from_percentiles(Percentile low, Percentile high) {
  require_growing(kName, low, high);
  const double log_low = math::log1p(-low.level);
  const double log_high = math::log1p(-high.level);
  const double shape = (log_low - log_high) / math::log(high.value / low.value);
  return pareto(low.value * math::exp(log_low / shape), shape);
}

}  // namespace napkin::laws
