#include <algorithm>  // sort, upper_bound
#include <cmath>      // ceil

#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "empirical";

class Empirical final : public Distribution {
 public:
  explicit Empirical(std::vector<double> values) : values_(std::move(values)) {
    require(!values_.empty(), kName, "number of values", 0, "at least 1");
    for (const double value : values_) {
      require_finite(kName, "values", value);
    }
    std::sort(values_.begin(), values_.end());
    set_moments();
  }

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return mean_; }

  double variance() const override { return variance_; }

  double cdf(double x) const override {
    const auto after = std::upper_bound(values_.begin(), values_.end(), x);
    return static_cast<double>(after - values_.begin()) / count();
  }

  double quantile(double p) const override {
    const auto rank = static_cast<std::size_t>(std::ceil(p * count()));
    return values_[std::clamp<std::size_t>(rank, 1, values_.size()) - 1];
  }

  std::string describe() const override { return describe_list(kName, "values", values_); }

 private:
  [[nodiscard]] double count() const { return static_cast<double>(values_.size()); }

  void set_moments() {
    for (const double value : values_) {
      mean_ += value / count();
    }
    for (const double value : values_) {
      variance_ += (value - mean_) * (value - mean_) / count();
    }
  }

  std::vector<double> values_;  // sorted
  double mean_ = 0;
  double variance_ = 0;
};

const LawRegistration registration({
    .name = kName,
    .help = "the values that were measured, each as often as it was seen",
    .forms = {{{{"values", LawParameter::Kind::kValues, "the values, or a file of them"}},
               [](const LawArguments& arguments) { return empirical(arguments.list("values")); }}},
});

}  // namespace

Law empirical(std::vector<double> values) {
  return make<Empirical>(std::move(values));
}

}  // namespace napkin::laws
