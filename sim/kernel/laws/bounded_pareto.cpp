#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "bounded_pareto";

/// (e^x - 1) / x, which is 1 at 0.
double growth(double x) {
  return x == 0 ? 1 : math::expm1(x) / x;
}

class BoundedPareto final : public Distribution {
 public:
  BoundedPareto(double low, double high, double shape)
      : low_(low),
        high_(high),
        shape_(shape),
        log_range_(math::log(high) - math::log(low)),
        mass_(-math::expm1(-shape * log_range_)) {}

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return moment(1); }

  double variance() const override { return moment(2) - mean() * mean(); }

  double cdf(double x) const override {
    if (x <= low_ || x >= high_) {
      return x >= high_ ? 1 : 0;
    }
    return -math::expm1(-shape_ * (math::log(x) - math::log(low_))) / mass_;
  }

  double quantile(double p) const override {
    const double x = low_ * math::exp(-math::log1p(-p * mass_) / shape_);
    return x < high_ ? x : high_;
  }

  std::string describe() const override {
    return describe_law(kName, {{"low", low_}, {"high", high_}, {"shape", shape_}});
  }

 private:
  /// E[X^order], the integral of x^(order - shape - 1), without a special case at shape = order.
  double moment(double order) const {
    const double power = order - shape_;
    return shape_ / mass_ * math::pow(low_, order) * log_range_ * growth(power * log_range_);
  }

  double low_;
  double high_;
  double shape_;
  double log_range_;
  double mass_;  // of the law without bound, below high
};

const LawRegistration registration({
    .name = kName,
    .help = "a power tail that ends: sizes of files, of answers, of followings",
    .forms = {{{{"low", LawParameter::Kind::kValue, "the smallest value"},
                {"high", LawParameter::Kind::kValue, "the largest value"},
                {"shape", LawParameter::Kind::kShape, "how fast the tail falls"}},
               [](const LawArguments& arguments) {
                 return bounded_pareto(
                     arguments.number("low"), arguments.number("high"), arguments.number("shape"));
               }}},
});

}  // namespace

Law bounded_pareto(double low, double high, double shape) {
  require(low >= 1e-75 && low <= 1e75, kName, "low", low, "1e-75 to 1e75");
  require(high > low && high <= 1e75, kName, "high", high, "above low, at most 1e75");
  require(shape >= 1e-6 && shape <= 1e3, kName, "shape", shape, "1e-6 to 1000");
  return make<BoundedPareto>(low, high, shape);
}

}  // namespace napkin::laws
