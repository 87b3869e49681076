#include <cmath>  // floor

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "zipf";

/// (e^x - 1) / x and log(1 + x) / x, which are 1 at 0.
double growth(double x) {
  return x == 0 ? 1 : math::expm1(x) / x;
}

double log_growth(double x) {
  return x == 0 ? 1 : math::log1p(x) / x;
}

/// The integral of x^-exponent from 1 to x.
double integral(double x, double exponent) {
  const double log_x = math::log(x);
  return log_x * growth((1 - exponent) * log_x);
}

/// 1^-s + 2^-s + ... + n^-s: the first terms one by one, the rest by Euler and Maclaurin.
double harmonic(double n, double s) {
  constexpr double kOneByOne = 64;
  double sum = 0;
  for (double k = 1; k <= n && k < kOneByOne; ++k) {
    sum += math::pow(k, -s);
  }
  if (n < kOneByOne) {
    return sum;
  }
  const double first = math::pow(kOneByOne, -s);
  const double last = math::pow(n, -s);
  const double log_ratio = math::log(n / kOneByOne);
  const double area = first * kOneByOne * log_ratio * growth((1 - s) * log_ratio);
  const double slope = s / 12 * (first / kOneByOne - last / n);
  const double third = s * (s + 1) * (s + 2) / 720 *
                       (first / (kOneByOne * kOneByOne * kOneByOne) - last / (n * n * n));
  return sum + area + (first + last) / 2 + slope - third;
}

/// Source: Hoermann and Derflinger, "Rejection-inversion to generate variates from monotone
/// discrete distributions", ACM TOMACS 6(3), 1996.
class Zipf final : public Distribution {
 public:
  Zipf(double count, double exponent)
      : count_(count),
        exponent_(exponent),
        total_(harmonic(count, exponent)),
        area_begin_(integral(1.5, exponent) - 1),
        area_end_(integral(count + 0.5, exponent)),
        sure_(2 - inverse_integral(integral(2.5, exponent) - math::pow(2, -exponent))) {}

  double sample(RandomStream& random) const override {
    while (true) {
      const double area = area_begin_ + random.uniform() * (area_end_ - area_begin_);
      const double x = inverse_integral(area);
      const double k = nearest_rank(x);
      if (k - x <= sure_ || area >= integral(k + 0.5, exponent_) - math::pow(k, -exponent_)) {
        return k;
      }
    }
  }

  double mean() const override { return harmonic(count_, exponent_ - 1) / total_; }

  double variance() const override {
    return harmonic(count_, exponent_ - 2) / total_ - mean() * mean();
  }

  double cdf(double x) const override {
    if (x < 1 || x >= count_) {
      return x < 1 ? 0 : 1;
    }
    return harmonic(std::floor(x), exponent_) / total_;
  }

  std::string describe() const override {
    return describe_law(kName, {{"n", count_}, {"s", exponent_}});
  }

 private:
  [[nodiscard]] double inverse_integral(double area) const {
    const double t = area * (1 - exponent_);
    return math::exp(area * log_growth(t > -1 ? t : -1));
  }

  [[nodiscard]] double nearest_rank(double x) const {
    const double k = std::floor(x + 0.5);
    return k < 1 ? 1 : (k > count_ ? count_ : k);
  }

  double count_;
  double exponent_;
  double total_;
  double area_begin_;
  double area_end_;
  double sure_;  // a point this far below its rank, or less, is accepted without a look
};

const LawRegistration registration({
    .name = kName,
    .help = "popularity: rank k is drawn in proportion to k^-s, so that few keys are hot",
    .forms = {{{{"n", LawParameter::Kind::kCount, "how many ranks, from 1"},
                {"s",
                 LawParameter::Kind::kShape,
                 "how steep: 0 is all alike, 0.99 is usual of caches",
                 false,
                 0.99}},
               [](const LawArguments& arguments) {
                 return zipf(static_cast<std::int64_t>(arguments.number("n")),
                             arguments.number("s"));
               }}},
});

}  // namespace

Law zipf(std::int64_t count, double exponent) {
  const auto ranks = static_cast<double>(count);
  require(count >= 1 && ranks < 0x1p53, kName, "n", ranks, "a whole number from 1 to 2^53 - 1");
  require(exponent >= 0 && exponent <= 100, kName, "s", exponent, "0 to 100");
  return make<Zipf>(ranks, exponent);
}

}  // namespace napkin::laws
