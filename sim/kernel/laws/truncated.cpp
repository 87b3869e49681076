#include <algorithm>  // clamp
#include <limits>     // numeric_limits

#include <fmt/format.h>

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "truncated";
constexpr double kMax = std::numeric_limits<double>::max();

/// The integral of `function` over (0, 1) by the tanh-sinh rule, which bears infinite ends.
/// Source: Takahasi and Mori, "Double exponential formulas for numerical integration", 1974.
template <typename Function>
double integrate(Function function) {
  constexpr double kHalfPi = 1.5707963267948966;
  constexpr double kStep = 1.0 / 32;
  double sum = 0;
  for (int i = -100; i <= 100; ++i) {
    const double t = i * kStep;
    const double sinh = (math::exp(t) - math::exp(-t)) / 2;
    const double cosh = (math::exp(t) + math::exp(-t)) / 2;
    const double p = 1 / (1 + math::exp(-2 * kHalfPi * sinh));
    const double q = 1 / (1 + math::exp(2 * kHalfPi * sinh));
    if (p > 0 && p < 1) {
      sum += function(p) * (2 * kHalfPi * cosh * p * q);
    }
  }
  return sum * kStep;
}

class Truncated final : public Distribution {
 public:
  Truncated(Law law, double low, double high)
      : law_(std::move(law)),
        low_(low),
        high_(high),
        below_(share_below(low)),
        mass_(law_.cdf(high) - below_) {
    require(mass_ >= 1e-9, kName, "probability between low and high", mass_, "at least 1e-9");
  }

  double sample(RandomStream& random) const override {
    constexpr double kRejectionMin = 0.5;
    if (mass_ < kRejectionMin) {
      return quantile(random.uniform());
    }
    while (true) {
      const double value = law_.sample(random);
      if (value >= low_ && value <= high_) {
        return value;
      }
    }
  }

  double mean() const override {
    return integrate([this](double p) { return quantile(p); });
  }

  double variance() const override {
    const double center = mean();
    return integrate([this, center](double p) {
      const double distance = quantile(p) - center;
      return distance * distance;
    });
  }

  double cdf(double x) const override {
    if (x < low_ || x >= high_) {
      return x < low_ ? 0 : 1;
    }
    return std::clamp((law_.cdf(x) - below_) / mass_, 0.0, 1.0);
  }

  double quantile(double p) const override {
    const double level = std::clamp(below_ + p * mass_, 0x1p-1022, 1 - 0x1p-53);
    return std::clamp(law_.quantile(level), low_, high_);
  }

  std::string describe() const override {
    return fmt::format("{} {{law: {}, low: {}, high: {}}}", kName, law_.describe(), low_, high_);
  }

 private:
  /// P(X < low): what stands exactly at `low` belongs to the inside.
  [[nodiscard]] double share_below(double low) const {
    return low > -kMax ? law_.cdf(math::next_below(low)) : 0;
  }

  Law law_;
  double low_;
  double high_;
  double below_;
  double mass_;
};

const LawRegistration registration({
    .name = kName,
    .help = "a law on the condition that it stays between two values",
    .forms = {{{{"law", LawParameter::Kind::kLaw, "the law"},
                {"low", LawParameter::Kind::kValue, "no draw is below", false, -kMax},
                {"high", LawParameter::Kind::kValue, "no draw is above", false, kMax}},
               [](const LawArguments& arguments) {
                 return truncated(
                     arguments.law("law"), arguments.number("low"), arguments.number("high"));
               }}},
});

}  // namespace

Law truncated(const Law& law, double low, double high) {
  require(high > low, kName, "high", high, "a number above low");
  return make<Truncated>(law, low, high);
}

}  // namespace napkin::laws
