#include <cmath>  // sqrt

#include "sim/kernel/laws/gamma_draw.h"
#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "gamma";

class Gamma final : public Distribution {
 public:
  Gamma(double shape, double scale) : shape_(shape), scale_(scale), draw_(checked(shape)) {
    require_positive(kName, "scale", scale);
    require(is_finite(mean()), kName, "scale", scale, "small enough for a finite mean");
  }

  double sample(RandomStream& random) const override { return draw_.sample(random) * scale_; }

  double mean() const override { return shape_ * scale_; }

  double variance() const override { return shape_ * scale_ * scale_; }

  double cdf(double x) const override { return x > 0 ? math::gamma_below(shape_, x / scale_) : 0; }

  std::string describe() const override {
    return describe_law(kName, {{"shape", shape_}, {"scale", scale_}});
  }

 private:
  static double checked(double shape) {
    require(shape >= 1e-15 && shape <= 1e15, kName, "shape", shape, "1e-15 to 1e15");
    return shape;
  }

  double shape_;
  double scale_;
  GammaDraw draw_;
};

const LawRegistration registration({
    .name = kName,
    .help = "between memoryless (cv 1) and regular (cv near 0), or more variable than both",
    .forms = {{{kMean, kCv},
               [](const LawArguments& arguments) {
                 return gamma_from_mean_and_cv(arguments.number("mean"), arguments.number("cv"));
               }},
              {{{"shape", LawParameter::Kind::kShape, "1 / cv^2"},
                {"scale", LawParameter::Kind::kValue, "mean / shape"}},
               [](const LawArguments& arguments) {
                 return gamma(arguments.number("shape"), arguments.number("scale"));
               }}},
});

}  // namespace

GammaDraw::GammaDraw(double shape)
    : boost_exponent_(shape < 1 ? 1 / shape : 0),
      d_((shape < 1 ? shape + 1 : shape) - 1.0 / 3),
      c_(1 / std::sqrt(9 * d_)) {}

double GammaDraw::sample_from_one(RandomStream& random) const {
  while (true) {
    const double x = math::inverse_normal(random.uniform());
    const double root = 1 + c_ * x;
    const double u = random.uniform();
    if (root <= 0) {
      continue;
    }
    const double v = root * root * root;
    const bool surely = u < 1 - 0.0331 * (x * x) * (x * x);
    if (surely || math::log(u) < 0.5 * x * x + d_ * (1 - v + math::log(v))) {
      return d_ * v;
    }
  }
}

double GammaDraw::sample(RandomStream& random) const {
  const double value = sample_from_one(random);
  return boost_exponent_ > 0 ? value * math::pow(random.uniform(), boost_exponent_) : value;
}

Law gamma(double shape, double scale) {
  return make<Gamma>(shape, scale);
}

Law gamma_from_mean_and_cv(double mean, double cv) {
  require_positive(kName, "mean", mean);
  require(cv >= 1e-7 && cv <= 1e7, kName, "cv", cv, "1e-7 to 1e7");
  return gamma(1 / (cv * cv), mean * (cv * cv));
}

}  // namespace napkin::laws
