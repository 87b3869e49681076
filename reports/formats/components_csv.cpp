#include "reports/csv.h"
#include "reports/format_registry.h"

namespace napkin::reports {

namespace {

constexpr int kSecondDigits = 9;  // of nanoseconds

void add_row(Csv& csv,
             const ComponentResult& component,
             const InstanceResult& instance,
             const ResourceResult& resource) {
  const Tally tally = instance.tally();
  csv.text(component.name)
      .text(component.kind)
      .text(instance.address)
      .text(resource.name)
      .number(resource.capacity)
      .number(resource.utilisation)
      .decimal(resource.busy_time.count(), kSecondDigits)
      .number(resource.queue_mean)
      .number(resource.queue_maximum)
      .number(tally.arrived)
      .number(tally.completed)
      .number(tally.failed_total())
      .number(tally.dropped)
      .number(tally.in_flight)
      .end_row();
}

std::vector<OutputFile> render(const RunResult& result) {
  Csv csv({"component",
           "kind",
           "address",
           "resource",
           "capacity",
           "utilisation",
           "busy_s",
           "queue_mean",
           "queue_max",
           "arrived",
           "completed",
           "failed",
           "dropped",
           "in_flight"});
  for (const ComponentResult& component : result.components) {
    for (const InstanceResult& instance : component.instances) {
      for (const ResourceResult& resource : instance.resources) {
        add_row(csv, component, instance, resource);
      }
      if (instance.resources.empty()) {
        add_row(csv, component, instance, ResourceResult());
      }
    }
  }
  return {{"components.csv", csv.bytes()}};
}

const FormatRegistration kRegistration(
    {"components_csv",
     "components.csv",
     "instances with their resources and requests, a row per resource",
     render});

}  // namespace

}  // namespace napkin::reports
