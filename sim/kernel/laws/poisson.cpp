#include <cmath>  // sqrt, floor, fabs

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "poisson";
constexpr double kInversionMax = 10;

/// Transformed rejection with squeeze.
/// Source: Hoermann, "The transformed rejection method for generating Poisson random variables",
/// Insurance: Mathematics and Economics 12(1), 1993 (PTRS).
class TransformedRejection final {
 public:
  /// Requires: mean >= 10.
  explicit TransformedRejection(double mean)
      : mean_(mean),
        b_(0.931 + 2.53 * std::sqrt(mean)),
        a_(-0.059 + 0.02483 * b_),
        log_inverse_alpha_(math::log(1.1239 + 1.1328 / (b_ - 3.4))),
        squeeze_(0.9277 - 3.6224 / (b_ - 2)) {}

  [[nodiscard]] double sample(RandomStream& random) const {
    while (true) {
      const double u = random.uniform() - 0.5;
      const double v = random.uniform();
      const double room = 0.5 - std::fabs(u);
      const double k = std::floor((2 * a_ / room + b_) * u + mean_ + 0.43);
      if (room >= 0.07 && v <= squeeze_) {
        return k;
      }
      if (k >= 0 && (room >= 0.013 || v <= room) && accepts(k, v, room)) {
        return k;
      }
    }
  }

 private:
  [[nodiscard]] bool accepts(double k, double v, double room) const {
    return math::log(v) + log_inverse_alpha_ - math::log(a_ / (room * room) + b_) <=
           math::log_poisson(k, mean_);
  }

  double mean_;
  double b_;
  double a_;
  double log_inverse_alpha_;
  double squeeze_;
};

class Poisson final : public Distribution {
 public:
  explicit Poisson(double mean)
      : mean_(mean),
        none_(math::exp(-mean)),
        rejection_(mean < kInversionMax ? kInversionMax : mean) {}

  double sample(RandomStream& random) const override {
    return mean_ < kInversionMax ? count_up(random.uniform()) : rejection_.sample(random);
  }

  double mean() const override { return mean_; }

  double variance() const override { return mean_; }

  double cdf(double x) const override {
    return x < 0 ? 0 : (x > 1e300 ? 1 : math::gamma_above(std::floor(x) + 1, mean_));
  }

  std::string describe() const override { return describe_law(kName, {{"mean", mean_}}); }

 private:
  /// The smallest k with P(X <= k) >= u.
  [[nodiscard]] double count_up(double u) const {
    constexpr double kEndOfTail = 200;  // beyond it no double near 1 is left
    double k = 0;
    double probability = none_;
    double sum = none_;
    while (sum < u && k < kEndOfTail) {
      ++k;
      probability *= mean_ / k;
      sum += probability;
    }
    return k;
  }

  double mean_;
  double none_;  // P(X = 0)
  TransformedRejection rejection_;
};

const LawRegistration registration({
    .name = kName,
    .help = "how many independent events happen where so many are expected",
    .forms = {{{kMean},
               [](const LawArguments& arguments) { return poisson(arguments.number("mean")); }}},
});

}  // namespace

Law poisson(double mean) {
  require(mean > 0 && mean <= 1e15, kName, "mean", mean, "above 0, at most 1e15");
  return make<Poisson>(mean);
}

}  // namespace napkin::laws
