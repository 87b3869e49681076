#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "normal";

class Normal final : public Distribution {
 public:
  Normal(double mean, double deviation) : mean_(mean), deviation_(deviation) {
    require_finite(kName, "mean", mean);
    require(deviation >= 0 && is_finite(deviation),
            kName,
            "deviation",
            deviation,
            "a finite number from 0");
  }

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return mean_; }

  double variance() const override { return deviation_ * deviation_; }

  double cdf(double x) const override {
    if (deviation_ == 0) {
      return x >= mean_ ? 1 : 0;
    }
    return math::normal_cdf((x - mean_) / deviation_);
  }

  double quantile(double p) const override { return mean_ + deviation_ * math::inverse_normal(p); }

  std::string describe() const override {
    return describe_law(kName, {{"mean", mean_}, {"deviation", deviation_}});
  }

 private:
  double mean_;
  double deviation_;
};

const LawRegistration registration({
    .name = kName,
    .help = "the bell; where it falls below 0, a time counts as 0",
    .forms = {{{kMean, {"deviation", LawParameter::Kind::kValue, "the standard deviation"}},
               [](const LawArguments& arguments) {
                 return normal(arguments.number("mean"), arguments.number("deviation"));
               }},
              {{kPercentiles},
               [](const LawArguments& arguments) {
                 const auto [low, high] = two_percentiles(kName, arguments);
                 return normal_from_percentiles(low, high);
               }}},
});

}  // namespace

Law normal(double mean, double deviation) {
  return make<Normal>(mean, deviation);
}

Law normal_from_percentiles(Percentile low, Percentile high) {
  require_growing(kName, low, high);
  const double z_low = math::inverse_normal(low.level);
  const double z_high = math::inverse_normal(high.level);
  const double deviation = (high.value - low.value) / (z_high - z_low);
  return normal(low.value - deviation * z_low, deviation);
}

}  // namespace napkin::laws
