#pragma once

#include <map>     // map
#include <vector>  // vector

#include "sim/kernel/time.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/component_difference.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// The part of a window in which a run is measured: from the end of the warm-up to its end.
struct MeasuredSpan {
  Time since{0};
  Time until{0};

  [[nodiscard]] bool is_empty() const { return since >= until; }

  friend auto operator<=>(const MeasuredSpan&, const MeasuredSpan&) = default;
};

[[nodiscard]] MeasuredSpan measured_span(const TimeWindow& window, Time warm_up, Time duration);

/// Looks at the components at the ends of those windows that objectives and claims ask of.
///
/// Components count from the end of the warm-up on, and what happened in a window is the difference
/// of two looks: nothing is recorded for windows while the run goes on.
class WindowMeter {
 public:
  /// For a run that is measured from `warm_up` on.
  WindowMeter(const ScenarioPlan& plan, Time warm_up);

  /// When to look next; kTimeMax when no more.
  [[nodiscard]] Time due() const;

  /// How the components stand at due().
  void look(std::vector<ComponentResult> components);

  /// All windows that have begun, when the run has ended with these components; one that has not
  /// ended ends there.
  [[nodiscard]] std::vector<PartsInWindow> windows(const RunResult& at_end) const;

 private:
  Time warm_up_;
  std::vector<MeasuredSpan> spans_;
  std::vector<Time> edges_;
  std::map<Time, ComponentsAt> looks_;
};

}  // namespace napkin
