#include "sim/kernel/special_functions.h"

#include <array>   // array
#include <cmath>   // sqrt (correctly rounded), fabs
#include <limits>  // numeric_limits
#include <span>    // span

#include "sim/kernel/assert.h"
#include "sim/kernel/math.h"

namespace napkin::math {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTwoPi = 6.283185307179586477;
constexpr double kHalfLogTwoPi = 0.9189385332046727418;

/// coefficients[0] + coefficients[1] x + ...
double polynomial(std::span<const double> coefficients, double x) {
  double sum = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;) {
    sum = sum * x + coefficients[i];
  }
  return sum;
}

// AS 241: numerator and denominator for the middle, the tails, and the far tails.
constexpr std::array kMiddleTop{3.3871328727963666080e0,
                                1.3314166789178437745e2,
                                1.9715909503065514427e3,
                                1.3731693765509461125e4,
                                4.5921953931549871457e4,
                                6.7265770927008700853e4,
                                3.3430575583588128105e4,
                                2.5090809287301226727e3};
constexpr std::array kMiddleBottom{1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
constexpr std::array kTailTop{1.42343711074968357734e0,
                              4.63033784615654529590e0,
                              5.76949722146069140550e0,
                              3.64784832476320460504e0,
                              1.27045825245236838258e0,
                              2.41780725177450611770e-1,
                              2.27238449892691845833e-2,
                              7.74545014278341407640e-4};
constexpr std::array kTailBottom{1.0,
                                 2.05319162663775882187e0,
                                 1.67638483018380384940e0,
                                 6.89767334985100004550e-1,
                                 1.48103976427480074590e-1,
                                 1.51986665636164571966e-2,
                                 5.47593808499534494600e-4,
                                 1.05075007164441684324e-9};
constexpr std::array kFarTop{6.65790464350110377720e0,
                             5.46378491116411436990e0,
                             1.78482653991729133580e0,
                             2.96560571828504891230e-1,
                             2.65321895265761230930e-2,
                             1.24266094738807843860e-3,
                             2.71155556874348757815e-5,
                             2.01033439929228813265e-7};
constexpr std::array kFarBottom{1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

/// -inverse_normal(p) for a p below 0.075.
double tail_quantile(double p) {
  constexpr double kFar = 5;
  const double r = std::sqrt(-log(p));
  if (r <= kFar) {
    return polynomial(kTailTop, r - 1.6) / polynomial(kTailBottom, r - 1.6);
  }
  return polynomial(kFarTop, r - kFar) / polynomial(kFarBottom, r - kFar);
}

/// log(gamma(x + 1)) - (x + 1/2) log(x) + x - log(2 pi) / 2, by Stirling's series. Requires: x
/// >= 16.
double stirling_error(double x) {
  constexpr std::array kBernoulli{
      1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  return polynomial(kBernoulli, 1 / (x * x)) / x;
}

constexpr double kStirlingMin = 10;

/// a log(a/x) + x - a >= 0, without cancellation where a is near x (Loader's bd0).
double deviance(double a, double x) {
  const double ratio = (a - x) / (a + x);
  if (std::fabs(ratio) > 0.1) {
    return a * log(a / x) + x - a;
  }
  double sum = (a - x) * ratio;
  double term = 2 * a * ratio;
  for (int n = 3; n < 40; n += 2) {
    term *= ratio * ratio;
    const double longer = sum + term / n;
    if (longer == sum) {
      break;
    }
    sum = longer;
  }
  return sum;
}

/// gamma_below by its power series. Quick for x below a.
double series_below(double a, double x) {
  double term = 1;
  double sum = 1;
  for (double n = a + 1; term > sum * kEpsilon / 4; ++n) {
    term *= x / n;
    sum += term;
  }
  return sum * exp(log_poisson(a, x));
}

double away_from_zero(double x) {
  return std::fabs(x) < 1e-300 ? 1e-300 : x;
}

/// gamma_above by Legendre's continued fraction, evaluated as Lentz did. Quick for x above a.
double fraction_above(double a, double x) {
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / away_from_zero(b);
  double fraction = d;
  double factor = 0;
  for (int n = 1; std::fabs(factor - 1) > kEpsilon && n < 100'000; ++n) {
    const double numerator = -n * (n - a);
    b += 2;
    d = 1 / away_from_zero(numerator * d + b);
    c = away_from_zero(b + numerator / c);
    factor = c * d;
    fraction *= factor;
  }
  return fraction * a * exp(log_poisson(a, x));
}

/// gamma_above for a large a, by the first term of Temme's uniform expansion, "The asymptotic
/// expansion of the incomplete gamma functions", SIAM J. Math. Anal. 10(4), 1979.
double uniform_above(double a, double x) {
  const double distance = deviance(a, x);
  const double eta = (x < a ? -1 : 1) * std::sqrt(2 * distance / a);
  constexpr std::array kNearZero{
      -1.0 / 3, 1.0 / 12, -2.0 / 135, 1.0 / 864, 1.0 / 2835, -139.0 / 777600};
  const double correction =
      std::fabs(eta) < 0.05 ? polynomial(kNearZero, eta) : a / (x - a) - 1 / eta;
  return normal_cdf(-eta * std::sqrt(a)) + correction * exp(-distance) / std::sqrt(kTwoPi * a);
}

constexpr double kUniformMin = 1e6;

double clamp_share(double share) {
  return share < 0 ? 0 : (share > 1 ? 1 : share);
}

}  // namespace

double inverse_normal(double p) {
  NAPKIN_ASSERT(p > 0 && p < 1);
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(kMiddleTop, r) / polynomial(kMiddleBottom, r);
  }
  return q < 0 ? -tail_quantile(p) : tail_quantile(1 - p);
}

double normal_cdf(double x) {
  const double above = x * x < 1e300 ? gamma_above(0.5, x * x / 2) / 2 : 0;
  return x < 0 ? above : 1 - above;
}

double log_gamma(double x) {
  NAPKIN_ASSERT(x > 0 && x < kInfinity);
  double product = 1;
  while (x < kStirlingMin) {
    product *= x;
    ++x;
  }
  return (x - 0.5) * log(x) - x + kHalfLogTwoPi + stirling_error(x) - log(product);
}

double gamma(double x) {
  return exp(log_gamma(x));
}

double log_poisson(double a, double x) {
  NAPKIN_ASSERT(a >= 0 && x > 0 && a < kInfinity && x < kInfinity);
  if (a < kStirlingMin) {
    return a * log(x) - x - log_gamma(a + 1);
  }
  return -stirling_error(a) - deviance(a, x) - kHalfLogTwoPi - 0.5 * log(a);
}

double gamma_below(double a, double x) {
  NAPKIN_ASSERT(a > 0 && a < kInfinity && x >= 0);
  if (x < a + 1 && a <= kUniformMin) {
    return x > 0 ? clamp_share(series_below(a, x)) : 0;
  }
  return 1 - gamma_above(a, x);
}

double gamma_above(double a, double x) {
  NAPKIN_ASSERT(a > 0 && a < kInfinity && x >= 0);
  if (x == 0 || x == kInfinity) {
    return x == 0 ? 1 : 0;
  }
  if (a > kUniformMin) {
    return clamp_share(uniform_above(a, x));
  }
  return clamp_share(x < a + 1 ? 1 - series_below(a, x) : fraction_above(a, x));
}

}  // namespace napkin::math
