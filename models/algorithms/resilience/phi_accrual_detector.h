#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // int64_t, uint8_t
#include <vector>   // vector

#include "models/algorithms/base/time.h"
#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

/// A failure detector that tells how sure it is, instead of yes or no.
///
/// It learns the intervals between a node's heart-beats and turns the silence since the last one
/// into phi = -log10(P(a heart-beat comes later than this)): at phi 1 one suspicion in ten is
/// wrong, at 8 one in a hundred million. Each caller sets its own threshold.
///
/// Two laws of the interval: normal, as published, through the logistic approximation that Akka
/// uses; exponential, as Cassandra does, where phi = silence / (mean * ln 10).
///
/// A heart-beat and phi() are O(1); memory: 8 bytes x window_max.
/// Source: N. Hayashibara, X. Défago, R. Yared, T. Katayama, "The phi accrual failure detector",
/// SRDS 2004, sections 4 and 5; S. Bowling et al., "A logistic approximation to the cumulative
/// normal distribution", 2009.
///
///     PhiAccrualDetector detector({.first_interval = 1s});
///     detector.beat(now);
///     if (detector.phi(later) > 8) suspect();
class PhiAccrualDetector final {
 public:
  enum class Law : std::uint8_t { kNormal, kExponential };

  struct Options {
    Law law = Law::kNormal;
    Duration first_interval = 1s;    ///< what to expect before anything is known, > 0
    Duration deviation_min = 100ms;  ///< keeps a very regular node from being suspected, > 0
    Duration pause_acceptable = 0s;  ///< silence excused before suspicion grows, >= 0
    std::size_t window_max = 1'000;  ///< intervals remembered, 2..10'000
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit PhiAccrualDetector(const Options& options);

  /// A heart-beat arrived. A time before the latest one counts as the latest.
  void beat(Time now);

  /// The suspicion, from 0 up; 0 before the first heart-beat.
  [[nodiscard]] double phi(Time now) const;

  [[nodiscard]] double interval_mean_ns() const;
  [[nodiscard]] double interval_deviation_ns() const;

 private:
  void learn(Duration interval);

  Options options_;
  std::vector<std::int64_t> intervals_ns_;  // a ring once it is full
  std::size_t oldest_ = 0;
  Wide sum_ns_ = 0;
  Wide sum_of_squares_ns2_ = 0;
  Time last_beat_{};
  bool started_ = false;
};

/// phi for a silence under a normal law of the interval, all in the same unit; deviation > 0.
[[nodiscard]] double phi_of_normal(double silence, double mean, double deviation);

}  // namespace napkin::algorithms
