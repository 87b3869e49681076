#include <algorithm>  // sort, upper_bound

#include "sim/kernel/laws/alias_table.h"
#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "discrete";

class Discrete final : public Distribution {
 public:
  Discrete(const std::vector<double>& values, const std::vector<double>& weights)
      : values_(values), table_(weights) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      steps_.push_back({values[i], weights[i]});
      total_ += weights[i];
    }
    // By weight among equal values, so that sums do not depend on the library's way of sorting.
    std::sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) {
      return a.value != b.value ? a.value < b.value : a.share < b.share;
    });
    accumulate_steps();
  }

  double sample(RandomStream& random) const override { return values_[table_.sample(random)]; }

  double mean() const override { return mean_; }

  double variance() const override { return variance_; }

  double cdf(double x) const override {
    const auto after =
        std::upper_bound(steps_.begin(), steps_.end(), x, [](double at, const Step& step) {
          return at < step.value;
        });
    return after == steps_.begin() ? 0 : std::prev(after)->share;
  }

  std::string describe() const override { return describe_list(kName, "values", values_); }

 private:
  struct Step {
    double value;
    double share;  // first its weight, then P(X <= value)
  };

  void accumulate_steps() {
    for (const Step& step : steps_) {
      mean_ += step.value * (step.share / total_);
    }
    double sum = 0;
    for (Step& step : steps_) {
      variance_ += (step.value - mean_) * (step.value - mean_) * (step.share / total_);
      sum += step.share;
      step.share = sum / total_;
    }
    steps_.back().share = 1;
  }

  std::vector<double> values_;
  AliasTable table_;
  std::vector<Step> steps_;  // by value
  double total_ = 0;
  double mean_ = 0;
  double variance_ = 0;
};

const LawRegistration registration({
    .name = kName,
    .help = "one of a list of values, by weight",
    .forms = {{{{"values", LawParameter::Kind::kValues, "the values"}, kWeights},
               [](const LawArguments& arguments) {
                 return discrete(arguments.list("values"), arguments.list("weights"));
               }}},
});

}  // namespace

Law discrete(const std::vector<double>& values, const std::vector<double>& weights) {
  require_weights(kName, weights, values.size());
  for (const double value : values) {
    require_finite(kName, "values", value);
  }
  return make<Discrete>(values, weights);
}

}  // namespace napkin::laws
