#include <fmt/format.h>

#include "sim/kernel/laws/law_support.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "mixture";

class Mixture final : public Distribution {
 public:
  Mixture(const std::vector<Law>& laws, const std::vector<double>& weights) {
    double total = 0;
    for (const double weight : weights) {
      total += weight;
    }
    double sum = 0;
    for (std::size_t i = 0; i < laws.size(); ++i) {
      if (weights[i] > 0) {  // what is never chosen must not turn 0 * infinity into no number
        sum += weights[i];
        branches_.push_back({laws[i], weights[i] / total, sum / total});
      }
    }
    branches_.back().share_up_to = 1;
  }

  double sample(RandomStream& random) const override {
    const double u = random.uniform();
    return branch_at(u).law.sample(random);
  }

  double mean() const override {
    return average([](const Law& law) { return law.mean(); });
  }

  double variance() const override {
    const double center = mean();
    return average([center](const Law& law) {
      return law.variance() + (law.mean() - center) * (law.mean() - center);
    });
  }

  double cdf(double x) const override {
    const double sum = average([x](const Law& law) { return law.cdf(x); });
    return sum < 1 ? sum : 1;
  }

  std::string describe() const override {
    std::string text;
    for (const Branch& branch : branches_) {
      text +=
          fmt::format("{}{}: {}", text.empty() ? "" : ", ", branch.share, branch.law.describe());
    }
    return fmt::format("{} {{{}}}", kName, text);
  }

 private:
  struct Branch {
    Law law;
    double share;
    double share_up_to;  // of this branch and all before
  };

  // A line of branches is short; walking it beats a search.
  [[nodiscard]] const Branch& branch_at(double u) const {
    std::size_t i = 0;
    while (u >= branches_[i].share_up_to) {
      ++i;
    }
    return branches_[i];
  }

  template <typename Property>
  [[nodiscard]] double average(Property property) const {
    double sum = 0;
    for (const Branch& branch : branches_) {
      sum += branch.share * property(branch.law);
    }
    return sum;
  }

  std::vector<Branch> branches_;
};

const LawRegistration registration({
    .name = kName,
    .help = "one of several laws, by weight: hits and misses, small and large requests",
    .forms = {{{{"laws", LawParameter::Kind::kLaws, "the laws"}, kWeights},
               [](const LawArguments& arguments) {
                 NAPKIN_ASSERT(arguments.laws.contains("laws"));
                 return mixture(arguments.laws.find("laws")->second, arguments.list("weights"));
               }}},
});

}  // namespace

Law mixture(const std::vector<Law>& laws, const std::vector<double>& weights) {
  require_weights(kName, weights, laws.size());
  return make<Mixture>(laws, weights);
}

}  // namespace napkin::laws
