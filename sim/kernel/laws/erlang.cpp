#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "erlang";

// A product of twelve uniform numbers of at least 2^-53 stays far inside the range of a double.
constexpr std::int64_t kProductMax = 12;

class Erlang final : public Distribution {
 public:
  Erlang(std::int64_t stages, double mean)
      : stages_(checked(stages)),
        stage_mean_(mean / static_cast<double>(stages)),
        gamma_(gamma(static_cast<double>(stages), stage_mean_)) {}

  double sample(RandomStream& random) const override {
    return stages_ <= kProductMax ? sum_of_stages(random) : gamma_.sample(random);
  }

  double mean() const override { return gamma_.mean(); }

  double variance() const override { return gamma_.variance(); }

  double cdf(double x) const override { return gamma_.cdf(x); }

  std::string describe() const override {
    return describe_law(kName, {{"stages", static_cast<double>(stages_)}, {"mean", mean()}});
  }

 private:
  static std::int64_t checked(std::int64_t stages) {
    require(
        stages >= 1, kName, "stages", static_cast<double>(stages), "a whole number, at least 1");
    return stages;
  }

  double sum_of_stages(RandomStream& random) const {
    double product = 1;
    for (std::int64_t i = 0; i < stages_; ++i) {
      product *= 1 - random.uniform();
    }
    return -math::log(product) * stage_mean_;
  }

  std::int64_t stages_;
  double stage_mean_;
  Law gamma_;
};

const LawRegistration registration({
    .name = kName,
    .help = "a row of equal memoryless stages: more regular than one",
    .forms = {{{{"stages", LawParameter::Kind::kCount, "how many stages"}, kMean},
               [](const LawArguments& arguments) {
                 return erlang(static_cast<std::int64_t>(arguments.number("stages")),
                               arguments.number("mean"));
               }}},
});

}  // namespace

Law erlang(std::int64_t stages, double mean) {
  require_positive(kName, "mean", mean);
  return make<Erlang>(stages, mean);
}

}  // namespace napkin::laws
