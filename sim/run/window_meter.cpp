#include "sim/run/window_meter.h"

#include <algorithm>
#include <utility>

namespace napkin {

MeasuredSpan measured_span(const TimeWindow& window, Time warm_up, Time duration) {
  return {std::max(window.start.value_or(warm_up), warm_up),
          std::min(window.end.value_or(duration), duration)};
}

WindowMeter::WindowMeter(const ScenarioPlan& plan, Time warm_up) : warm_up_(warm_up) {
  const Time duration = plan.keys.run.duration;
  const auto add = [&](const Measure& measure) {
    const MeasuredSpan span = measured_span(measure.window, warm_up, duration);
    if (!measure.window.is_whole() && !span.is_empty()) {
      spans_.push_back(span);
    }
  };
  for (const Expectation& expectation : plan.expectations) {
    add(expectation.measure);
  }
  for (const Claim& claim : plan.claims) {
    add(claim.measure);
  }
  std::ranges::sort(spans_);
  spans_.erase(std::unique(spans_.begin(), spans_.end()), spans_.end());
  for (const MeasuredSpan& span : spans_) {
    edges_.push_back(span.since);
    edges_.push_back(span.until);
  }
  std::erase_if(edges_, [&](Time edge) { return edge <= warm_up || edge >= duration; });
  std::ranges::sort(edges_);
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
}

Time WindowMeter::due() const {
  return looks_.size() < edges_.size() ? edges_[looks_.size()] : kTimeMax;
}

void WindowMeter::look(std::vector<ComponentResult> components) {
  const Time now = due();
  const Time measured_until = now - Duration{1};
  looks_.emplace(now, ComponentsAt{measured_until - warm_up_, std::move(components)});
}

std::vector<PartsInWindow> WindowMeter::windows(const RunResult& at_end) const {
  const ComponentsAt nothing;
  const ComponentsAt last{at_end.measured(), at_end.components};
  std::vector<PartsInWindow> windows;
  for (const MeasuredSpan& span : spans_) {
    const auto began = looks_.find(span.since);
    const auto ended = looks_.find(span.until);
    const Time until = std::min(span.until, at_end.duration);
    if (span.since >= until || (began == looks_.end() && span.since > warm_up_)) {
      continue;  // the run was stopped before
    }
    windows.push_back({span.since,
                       until,
                       component_difference(began == looks_.end() ? nothing : began->second,
                                            ended == looks_.end() ? last : ended->second)});
  }
  return windows;
}

}  // namespace napkin
