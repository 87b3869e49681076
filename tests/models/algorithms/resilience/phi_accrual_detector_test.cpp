#include "models/algorithms/resilience/phi_accrual_detector.h"

#include <cmath>
#include <deque>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

// The values of Akka's specification: mean 1000, deviation 100, within 0.1.
TEST(PhiAccrualDetector, GivesThePublishedValues) {
  struct Row {
    double silence;
    double phi;
  };

  for (const Row& row : {Row{0, 0.0},
                         {500, 0.1},
                         {1000, 0.3},
                         {1200, 1.6},
                         {1400, 4.7},
                         {1600, 10.8},
                         {1700, 15.3}}) {
    EXPECT_NEAR(phi_of_normal(row.silence, 1000, 100), row.phi, 0.1) << row.silence;
  }
  EXPECT_LT(phi_of_normal(1100, 1000, 500), phi_of_normal(1100, 1000, 100));
}

// Bowling et al. state the error of their approximation of the distribution: at most 1.4e-4.
TEST(PhiAccrualDetector, IsAsCloseToTheNormalTailAsPublished) {
  for (double y = -6.0; y <= 6.0; y += 0.001) {
    const double tail = std::erfc(y / std::sqrt(2.0)) / 2.0;
    ASSERT_NEAR(std::pow(10.0, -phi_of_normal(y, 0.0, 1.0)), tail, 1.5e-4) << y;
  }
}

TEST(PhiAccrualDetector, GrowsWithSilenceWithoutEnd) {
  double before = -1.0;
  for (double silence = 0.0; silence < 1e6; silence += 997.0) {
    const double phi = phi_of_normal(silence, 1000, 100);
    ASSERT_GT(phi, before);
    ASSERT_TRUE(std::isfinite(phi));
    before = phi;
  }
}

TEST(PhiAccrualDetector, SuspectsNobodyItNeverHeard) {
  PhiAccrualDetector detector({});
  EXPECT_EQ(detector.phi(24h), 0.0);
  detector.beat(24h);
  EXPECT_EQ(detector.phi(24h), 0.0);
  EXPECT_LT(detector.phi(24h + 1s), 1.0);
  EXPECT_GT(detector.phi(24h + 10s), 8.0);
}

TEST(PhiAccrualDetector, LearnsTheRhythmOfItsNode) {
  PhiAccrualDetector quick({});
  PhiAccrualDetector slow({});
  for (int i = 0; i <= 2'000; ++i) {
    quick.beat(i * 100ms);
    slow.beat(i * 5s);
  }
  EXPECT_GT(quick.phi(2'000 * 100ms + 2s), 8.0);
  EXPECT_LT(slow.phi(2'000 * 5s + 2s), 0.1);
}

TEST(PhiAccrualDetector, ExcusesAnAcceptablePause) {
  PhiAccrualDetector strict({});
  PhiAccrualDetector lenient({.pause_acceptable = 3s});
  for (int i = 0; i <= 100; ++i) {
    strict.beat(i * 1s);
    lenient.beat(i * 1s);
  }
  EXPECT_GT(strict.phi(103s), 8.0);
  EXPECT_LT(lenient.phi(103s), 1.0);
}

// -log10(exp(-t / mean)) = t / (mean ln 10): Cassandra's threshold of 8 is 18.4 mean intervals.
TEST(PhiAccrualDetector, FollowsTheExponentialLawWhenAsked) {
  PhiAccrualDetector detector({.law = PhiAccrualDetector::Law::kExponential, .window_max = 10});
  for (int i = 0; i <= 20; ++i) {
    detector.beat(i * 1s);
  }
  EXPECT_NEAR(detector.phi(20s + 18421ms), 8.0, 0.001);
}

TEST(PhiAccrualDetector, AClockThatGoesBackIsNoSilence) {
  PhiAccrualDetector detector({});
  detector.beat(100s);
  detector.beat(50s);
  EXPECT_EQ(detector.phi(99s), 0.0);
  EXPECT_GT(detector.phi(110s), 1.0);
}

TEST(PhiAccrualDetector, RefusesOptionsThatMakeNoSense) {
  using Options = PhiAccrualDetector::Options;
  EXPECT_THROW(PhiAccrualDetector(Options{.first_interval = 0s}), std::invalid_argument);
  EXPECT_THROW(PhiAccrualDetector(Options{.deviation_min = 0s}), std::invalid_argument);
  EXPECT_THROW(PhiAccrualDetector(Options{.pause_acceptable = -1s}), std::invalid_argument);
  EXPECT_THROW(PhiAccrualDetector(Options{.window_max = 1}), std::invalid_argument);
}

TEST(PhiAccrualDetector, ItsRunningMomentsEqualThoseOfTheWindow) {
  PhiAccrualDetector detector({.window_max = 50});
  std::deque<double> window = {0.75e9, 1.25e9};
  std::mt19937_64 random(47);
  Time now{};
  detector.beat(now);
  for (int step = 0; step < 100'000; ++step) {
    const Duration interval{random() % 2'000'000'000};
    now += interval;
    detector.beat(now);
    window.push_back(static_cast<double>(interval.count()));
    if (window.size() > 50) {
      window.pop_front();
    }
    double mean = 0.0;
    double variance = 0.0;
    for (const double value : window) {
      mean += value / static_cast<double>(window.size());
    }
    for (const double value : window) {
      variance += (value - mean) * (value - mean) / static_cast<double>(window.size());
    }
    ASSERT_NEAR(detector.interval_mean_ns(), mean, 1e-3);
    ASSERT_NEAR(detector.interval_deviation_ns(), std::sqrt(variance), 1e-3);
  }
}

}  // namespace
}  // namespace napkin::algorithms
