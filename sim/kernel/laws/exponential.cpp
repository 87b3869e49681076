#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "exponential";

class Exponential final : public Distribution {
 public:
  explicit Exponential(double mean) : mean_(mean) { require_positive(kName, "mean", mean); }

  double sample(RandomStream& random) const override {
    return -math::log(1 - random.uniform()) * mean_;
  }

  double mean() const override { return mean_; }

  double variance() const override { return mean_ * mean_; }

  double cdf(double x) const override { return x > 0 ? -math::expm1(-x / mean_) : 0; }

  double quantile(double p) const override { return -math::log1p(-p) * mean_; }

  std::string describe() const override { return describe_law(kName, {{"mean", mean_}}); }

  QuickDraw quick_draw() const override { return {QuickDraw::Kind::kExponential, mean_}; }

 private:
  double mean_;
};

const LawRegistration registration({
    .name = kName,
    .help = "memoryless, as the time between independent arrivals",
    .forms = {{{kMean},
               [](const LawArguments& arguments) {
                 return exponential(arguments.number("mean"));
               }}},
});

}  // namespace

Law exponential(double mean) {
  return make<Exponential>(mean);
}

}  // namespace napkin::laws
