#include "sim/stats/analysis/student.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <gtest/gtest.h>

namespace napkin::math {
namespace {

TEST(Student, QuantilesAreThoseOfBoostMath) {
  for (const double degrees : {1.0, 2.0, 3.0, 4.0, 5.5, 9.0, 31.0, 63.0, 127.0, 1000.0, 1e5}) {
    const boost::math::students_t law(degrees);
    for (const double p : {1e-6, 0.005, 0.025, 0.2, 0.4, 0.55, 0.9, 0.975, 0.995, 0.9999}) {
      const double exact = boost::math::quantile(law, p);
      EXPECT_NEAR(inverse_student(p, degrees), exact, 1e-9 * std::abs(exact))
          << p << " at " << degrees;
    }
  }
  EXPECT_EQ(inverse_student(0.5, 7), 0);
}

TEST(Student, KnowsTheTablesOfTextbooks) {
  EXPECT_NEAR(inverse_student(0.975, 9), 2.2622, 5e-5);
  EXPECT_NEAR(inverse_student(0.975, 4), 2.7764, 5e-5);
  EXPECT_NEAR(inverse_student(0.995, 1), 63.657, 5e-4);
}

TEST(Student, TheCdfLeadsBackFromTheQuantile) {
  for (const double p : {0.001, 0.3, 0.5, 0.8, 0.9999}) {
    EXPECT_NEAR(student_cdf(inverse_student(p, 31), 31), p, 1e-12);
  }
}

TEST(BetaBelow, IsThatOfBoostMath) {
  for (const double a : {0.5, 1.0, 4.5, 40.0, 500.0}) {
    for (const double b : {0.5, 1.0, 7.0, 200.0}) {
      for (const double x : {0.0, 1e-5, 0.2, 0.5, 0.77, 0.999, 1.0}) {
        const double exact = boost::math::ibeta(a, b, x);
        EXPECT_NEAR(beta_below(a, b, x), exact, 1e-11 * std::max(exact, 1e-30))
            << a << " " << b << " " << x;
      }
    }
  }
}

}  // namespace
}  // namespace napkin::math
