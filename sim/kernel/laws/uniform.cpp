#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "uniform";

class Uniform final : public Distribution {
 public:
  Uniform(double low, double high) : low_(low), high_(high) {
    require_finite(kName, "low", low);
    require(high > low && is_finite(high - low), kName, "high", high, "a finite number above low");
  }

  double sample(RandomStream& random) const override { return at(random.uniform()); }

  double mean() const override { return low_ + (high_ - low_) / 2; }

  double variance() const override { return (high_ - low_) * (high_ - low_) / 12; }

  double cdf(double x) const override {
    return x <= low_ ? 0 : (x >= high_ ? 1 : (x - low_) / (high_ - low_));
  }

  double quantile(double p) const override { return at(p); }

  std::string describe() const override {
    return describe_law(kName, {{"low", low_}, {"high", high_}});
  }

 private:
  double at(double p) const { return low_ + (high_ - low_) * p; }

  double low_;
  double high_;
};

const LawRegistration registration({
    .name = kName,
    .help = "anywhere between two values alike",
    .forms = {{{{"low", LawParameter::Kind::kValue, "the lowest value"},
                {"high", LawParameter::Kind::kValue, "the highest value"}},
               [](const LawArguments& arguments) {
                 return uniform(arguments.number("low"), arguments.number("high"));
               }}},
});

}  // namespace

Law uniform(double low, double high) {
  return make<Uniform>(low, high);
}

}  // namespace napkin::laws
