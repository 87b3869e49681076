#pragma once

#include <optional>  // optional
#include <vector>    // vector

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

/// When requests arrive that do not wait for each other: an open loop.
struct ArrivalKeys {
  std::optional<double> poisson;   ///< per second, independent of each other
  std::optional<double> constant;  ///< per second, evenly spaced
  std::optional<Law> every;        ///< time from one to the next
  std::vector<CurvePoint> curve;   ///< Poisson, at a rate that changes
  std::vector<Spike> spikes;
};

void declare(Declaration<ArrivalKeys>& keys);

/// The arrival process: draws one arrival after the other.
///
/// A rate that changes is a Poisson process thinned from its highest rate (Lewis and Shedler,
/// 1979).
class Arrivals {
 public:
  Arrivals(ArrivalKeys keys, RandomStream random);

  /// The first arrival after `now`; kTimeMax when there will be none.
  Time next(Time now);

  /// From now on the rate is `factor` times what the scenario says. Requires: factor >= 0.
  void set_factor(double factor) { factor_ = factor; }

 private:
  [[nodiscard]] double curve_rate_at(Time now) const;
  [[nodiscard]] Time next_change_after(Time now) const;
  [[nodiscard]] double spike_factor_at(Time now) const;
  [[nodiscard]] Duration step(double rate);

  ArrivalKeys keys_;
  RandomStream random_;
  double factor_ = 1;
  double highest_rate_ = 0;  // without the factor
};

}  // namespace napkin::components
