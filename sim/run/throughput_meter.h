#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // int64_t
#include <memory>   // unique_ptr
#include <vector>   // vector

#include "sim/run/component.h"
#include "sim/stats/series.h"

namespace napkin {

/// What the instances of a run completed in each second: looked up between two events, whenever a
/// second has passed, so that the run itself does not pay for it.
class ThroughputMeter {
 public:
  using Components = std::vector<std::unique_ptr<Component>>;

  /// `components` must outlive the meter.
  explicit ThroughputMeter(const Components& components) : components_(components) {}

  /// The first instant that is to be looked at next.
  [[nodiscard]] Time due() const { return due_; }

  /// The second before due() has been run.
  void sample();

  /// The counts of the instances began anew.
  void restart();

  /// Of an instance of a component, both by their place in its run; empty when it completed
  /// nothing.
  [[nodiscard]] CounterSeries series_of(std::size_t component, std::size_t instance) const;

 private:
  struct Meter {
    std::int64_t counted = 0;
    CounterSeries series;
  };

  const Components& components_;
  Time due_ = 1s;
  std::vector<std::vector<Meter>> meters_;  // by component and instance
};

}  // namespace napkin
