#include <fmt/format.h>

#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "shifted";

class Shifted final : public Distribution {
 public:
  Shifted(Law law, double by) : law_(std::move(law)), by_(by) { require_finite(kName, "by", by); }

  double sample(RandomStream& random) const override { return law_.sample(random) + by_; }

  double mean() const override { return law_.mean() + by_; }

  double variance() const override { return law_.variance(); }

  double cdf(double x) const override { return law_.cdf(x - by_); }

  double quantile(double p) const override { return law_.quantile(p) + by_; }

  std::string describe() const override {
    return fmt::format("{} {{law: {}, by: {}}}", kName, law_.describe(), by_);
  }

 private:
  Law law_;
  double by_;
};

const LawRegistration registration({
    .name = kName,
    .help = "a law and a fixed part: the floor under a latency",
    .forms = {{{{"law", LawParameter::Kind::kLaw, "the law"},
                {"by", LawParameter::Kind::kValue, "what is added to every draw"}},
               [](const LawArguments& arguments) {
                 return shifted(arguments.law("law"), arguments.number("by"));
               }}},
});

}  // namespace

Law shifted(const Law& law, double by) {
  return make<Shifted>(law, by);
}

}  // namespace napkin::laws
