#include <cmath>  // ceil, floor

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "geometric";

class Geometric final : public Distribution {
 public:
  explicit Geometric(double success) : success_(success), log_failure_(math::log1p(-success)) {
    require(success >= 1e-15 && success <= 1, kName, "success", success, "1e-15 to 1");
  }

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return 1 / success_; }

  double variance() const override { return (1 - success_) / (success_ * success_); }

  double cdf(double x) const override {
    return x < 1 ? 0 : -math::expm1(std::floor(x) * log_failure_);
  }

  double quantile(double p) const override {
    const double attempts = std::ceil(math::log1p(-p) / log_failure_);
    return attempts > 1 ? attempts : 1;
  }

  std::string describe() const override { return describe_law(kName, {{"success", success_}}); }

 private:
  double success_;
  double log_failure_;
};

const LawRegistration registration({
    .name = kName,
    .help = "how many attempts the first success takes: pages of a visit, messages of a chat",
    .forms =
        {{{{"success", LawParameter::Kind::kRatio, "the probability that an attempt succeeds"}},
          [](const LawArguments& arguments) { return geometric(arguments.number("success")); }}},
});

}  // namespace

Law geometric(double success) {
  return make<Geometric>(success);
}

}  // namespace napkin::laws
