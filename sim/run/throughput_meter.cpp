#include "sim/run/throughput_meter.h"

namespace napkin {

namespace {

std::int64_t completed_by(const Endpoint& instance) {
  std::int64_t completed = 0;
  for (const OperationCounts& counts : instance.counts()) {
    for (int code = 0; code < kStatusCount; ++code) {
      const bool counts_as_done = is_answer(static_cast<Status>(code));
      completed += counts_as_done ? counts.by_status[static_cast<std::size_t>(code)] : 0;
    }
  }
  return completed;
}

}  // namespace

void ThroughputMeter::sample() {
  meters_.resize(components_.size());
  for (std::size_t component = 0; component < components_.size(); ++component) {
    const std::vector<Endpoint*>& instances = components_[component]->endpoints();
    meters_[component].resize(instances.size());
    for (std::size_t instance = 0; instance < instances.size(); ++instance) {
      Meter& meter = meters_[component][instance];
      const std::int64_t completed = completed_by(*instances[instance]);
      if (completed > meter.counted) {
        meter.series.add(due_ - Duration{1}, completed - meter.counted);
        meter.counted = completed;
      }
    }
  }
  due_ += 1s;
}

void ThroughputMeter::restart() {
  for (std::vector<Meter>& meters : meters_) {
    for (Meter& meter : meters) {
      meter.counted = 0;
    }
  }
}

CounterSeries ThroughputMeter::series_of(std::size_t component, std::size_t instance) const {
  const bool is_known = component < meters_.size() && instance < meters_[component].size();
  return is_known ? meters_[component][instance].series : CounterSeries();
}

}  // namespace napkin
