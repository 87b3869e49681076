#include "sim/analysis/scalability.h"

#include <cmath>

#include <gtest/gtest.h>

namespace napkin::analysis {
namespace {

TEST(Scalability, IsThatOfTheReferenceRows) {
  const Scalability law{1, 0.02, 0.0005};
  EXPECT_NEAR(law.peak(), 44.27188724, 1e-8);
  EXPECT_NEAR(law.relative_capacity(32), 15.12287335, 1e-8);
  EXPECT_NEAR((Scalability{1, 0.05, 0}).relative_capacity(16), 9.142857143, 1e-9);  // Amdahl
  EXPECT_TRUE(std::isinf((Scalability{1, 0.05, 0}).peak()));
}

TEST(FitScalability, FindsTheLawThatPointsComeFrom) {
  const Scalability law{250, 0.03, 0.0007};
  std::vector<ScalabilityPoint> points;
  for (const double machines : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
    points.push_back({machines, law.throughput(machines)});
  }
  const std::optional<Scalability> fit = fit_scalability(points);
  ASSERT_TRUE(fit.has_value());
  EXPECT_NEAR(fit->unit, 250, 1e-6);
  EXPECT_NEAR(fit->contention, 0.03, 1e-9);
  EXPECT_NEAR(fit->coherence, 0.0007, 1e-10);
}

TEST(FitScalability, NeedsThreeSizesThatWork) {
  EXPECT_FALSE(fit_scalability({{1, 10}, {2, 19}, {2, 18}}).has_value());
  EXPECT_FALSE(fit_scalability({{1, 10}, {2, 0}, {4, 30}}).has_value());
}

}  // namespace
}  // namespace napkin::analysis
