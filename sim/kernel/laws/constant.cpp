#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "constant";

class Constant final : public Distribution {
 public:
  explicit Constant(double value) : value_(value) { require_finite(kName, "value", value); }

  double sample(RandomStream&) const override { return value_; }

  double mean() const override { return value_; }

  double variance() const override { return 0; }

  double cdf(double x) const override { return x < value_ ? 0 : 1; }

  double quantile(double) const override { return value_; }

  std::string describe() const override { return describe_law(kName, {{"value", value_}}); }

  QuickDraw quick_draw() const override { return {QuickDraw::Kind::kConstant, value_}; }

 private:
  double value_;
};

const LawRegistration registration({
    .name = kName,
    .help = "always the same value",
    .forms = {{{{"value", LawParameter::Kind::kValue, "the value"}},
               [](const LawArguments& arguments) { return constant(arguments.number("value")); }}},
});

}  // namespace

Law constant(double value) {
  return make<Constant>(value);
}

}  // namespace napkin::laws
