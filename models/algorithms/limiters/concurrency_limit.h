#pragma once

#include <cstdint>  // int64_t, uint8_t

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A bound on calls in flight that finds its own height from what the calls tell.
///
/// By Little's law calls in flight = throughput x latency: beyond the knee more of them only wait.
/// The policies differ in how they find the knee.
///
///     AimdLimit limit({.latency_max = 500ms});
///     if (!limit.try_start()) return overloaded;
///     call(); limit.on_finish(latency, ConcurrencyLimit::Outcome::kSuccess);
class ConcurrencyLimit {
 public:
  enum class Outcome : std::uint8_t {
    kSuccess,
    kDropped,  ///< time-out or refused for overload: a sign that the limit is too high
    kIgnored,  ///< tells nothing (bad request, cancelled)
  };

  struct Bounds {
    double initial = 20;  ///< within minimum..maximum
    double minimum = 1;   ///< >= 1, or nothing could ever prove that the limit may rise
    double maximum = 1'000;
  };

  virtual ~ConcurrencyLimit() = default;

  /// True, and counted as in flight, when one more call is within the limit.
  [[nodiscard]] bool try_start();

  /// Every started call is given back exactly once.
  void on_finish(Duration latency, Outcome outcome);

  [[nodiscard]] std::int64_t limit() const { return static_cast<std::int64_t>(estimate_); }

  [[nodiscard]] std::int64_t in_flight() const { return in_flight_; }

 protected:
  explicit ConcurrencyLimit(const Bounds& bounds);
  ConcurrencyLimit(const ConcurrencyLimit&) = default;
  ConcurrencyLimit& operator=(const ConcurrencyLimit&) = default;

  /// One finished call, and those in flight with it.
  struct Sample {
    Duration latency{};
    std::int64_t in_flight = 0;
    bool dropped = false;
  };

 private:
  /// The next estimate; the base keeps it within the bounds.
  virtual double adjust(double estimate, const Sample& sample) = 0;

  Bounds bounds_;
  double estimate_;
  std::int64_t in_flight_ = 0;
};

/// Additive increase, multiplicative decrease: one more after each good call near the limit, a
/// tenth less after a drop. Needs no idea of a good latency, only of a bad one. O(1). Source: D.
/// Chiu, R. Jain, "Analysis of the increase and decrease algorithms", 1989; defaults of Netflix
/// concurrency-limits, AIMDLimit.
class AimdLimit final : public ConcurrencyLimit {
 public:
  struct Options {
    Bounds bounds = {};
    double decrease = 0.9;      ///< factor after a drop, (0, 1)
    Duration latency_max = 5s;  ///< a slower call counts as dropped, > 0
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit AimdLimit(const Options& options);

 private:
  double adjust(double estimate, const Sample& sample) override;

  Options options_;
};

/// Follows the gradient of latency: the ratio of the long-term average to the latest call. Below
/// one, a queue is building, and the limit shrinks in proportion; otherwise it grows by the queue
/// allowed. Its weakness is part of it: the average learns a lasting overload too, and the limit
/// then drifts up, so set a maximum. O(1).
///
/// Source: Netflix concurrency-limits, Gradient2Limit (2018).
class GradientLimit final : public ConcurrencyLimit {
 public:
  struct Options {
    Bounds bounds = {};
    double tolerance = 1.5;  ///< latency may rise by this factor before the limit shrinks, >= 1
    double queue_size = 4;   ///< calls allowed to wait; the step of growth, >= 0
    double smoothing = 0.2;  ///< weight of each new estimate, (0, 1]
    int long_window = 600;   ///< calls in the long-term average, >= 1
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit GradientLimit(const Options& options);

  [[nodiscard]] double long_latency_ns() const { return long_latency_ns_; }

 private:
  double adjust(double estimate, const Sample& sample) override;
  void learn(double latency_ns);

  Options options_;
  double long_latency_ns_ = 0.0;
  int samples_ = 0;
};

}  // namespace napkin::algorithms
