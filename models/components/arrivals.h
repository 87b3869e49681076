#pragma once

#include <memory>    // shared_ptr
#include <optional>  // optional
#include <utility>   // exchange
#include <vector>    // vector

#include "models/components/load_trace.h"
#include "sim/kernel/law.h"
#include "sim/kernel/random.h"
#include "sim/scenario/declaration.h"

namespace napkin::components {

/// A point of a rate curve; between points the rate changes evenly, after the last it stays.
struct CurvePoint {
  Duration at{0};
  double rate = 0;
};

void declare(Declaration<CurvePoint>& keys);

/// A time during which the rate is multiplied.
struct Spike {
  Duration at{0};
  Duration lasting{0};
  double times = 1;
};

void declare(Declaration<Spike>& keys);

/// A rate that goes evenly from one to another, and stays there.
struct RampKeys {
  double from = 0;
  double to = 0;
  Duration over{0};
  Duration at{0};  ///< when it begins
};

void declare(Declaration<RampKeys>& keys);

/// A rate that follows the hours of the day.
struct DailyKeys {
  std::optional<double> average;
  std::optional<double> peak;
  std::vector<double> shape;  ///< 24 numbers, from midnight on: how busy, in whatever unit
  Duration day{0};            ///< simulated time of 24 hours
  Duration start{0};          ///< time of that day at which the run begins

  /// The rate at the beginning of each hour, per second.
  [[nodiscard]] std::vector<double> hourly_rates() const;
};

void declare(Declaration<DailyKeys>& keys);

/// When requests arrive that do not wait for each other: an open loop.
struct ArrivalKeys {
  std::optional<double> poisson;           ///< per second, independent of each other
  std::optional<double> constant;          ///< per second, evenly spaced
  std::optional<Law> every;                ///< time from one to the next
  std::vector<CurvePoint> curve;           ///< Poisson, at a rate that changes
  std::optional<RampKeys> ramp;            ///< the same between two rates
  std::optional<DailyKeys> daily;          ///< the same by the hours of the day
  std::shared_ptr<const LoadTrace> trace;  ///< as recorded
  std::vector<Spike> spikes;
};

void declare(Declaration<ArrivalKeys>& keys);

/// The arrival process: draws one arrival after the other.
///
/// A rate that changes is a Poisson process thinned from the highest rate of each of its pieces
/// (Lewis and Shedler, 1979).
class Arrivals {
 public:
  Arrivals(ArrivalKeys keys, RandomStream random);

  /// The first arrival after `now`; kTimeMax when there will be none.
  Time next(Time now);

  /// What was recorded of the arrival that `next` has told last; null without a trace.
  [[nodiscard]] const LoadTrace::Entry* entry() const {
    return keys_.trace ? &keys_.trace->entries[recorded_ - 1] : nullptr;
  }

  /// From now on the rate is `factor` times what the scenario says; the factor before. Requires:
  /// factor >= 0.
  double set_factor(double factor) { return std::exchange(factor_, factor); }

  /// The rate of `poisson` and `constant` from now on, per second; the one before, or nothing
  /// where the rate is not one number. Requires: rate >= 0.
  std::optional<double> set_rate(double rate);

 private:
  [[nodiscard]] double curve_rate_at(Time now) const;
  [[nodiscard]] Time next_change_after(Time now) const;
  Time next_of_changing_rate(Time now);
  [[nodiscard]] Duration step(double rate);

  ArrivalKeys keys_;
  Duration period_{0};  // of a curve that repeats
  Duration shift_{0};   // of the run's start in it
  RandomStream random_;
  std::size_t recorded_ = 0;  // arrivals of the trace that were told
  double factor_ = 1;
};

}  // namespace napkin::components
