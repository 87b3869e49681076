#include "sim/stats/component_difference.h"

#include <algorithm>

namespace napkin {

namespace {

using Length = std::chrono::duration<double>;

/// The two moments, and the averages over time that lie between averages up to each of them.
struct Span {
  Length before;
  Length after;

  [[nodiscard]] double average(double until_before, double until_after) const {
    return (until_after * after.count() - until_before * before.count()) / (after - before).count();
  }
};

template <class Item>
const Item* find_named(const std::vector<Item>& items, const std::string& name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  return found == items.end() ? nullptr : &*found;
}

ResourceResult difference(const ResourceResult& before,
                          const ResourceResult& after,
                          const Span& span) {
  ResourceResult result;
  result.name = after.name;
  result.capacity = after.capacity;
  result.busy_time = after.busy_time - before.busy_time;
  result.utilisation = span.average(before.utilisation, after.utilisation);
  result.queue_mean = span.average(before.queue_mean, after.queue_mean);
  return result;
}

InstanceResult difference(const InstanceResult& before,
                          const InstanceResult& after,
                          const Span& span) {
  InstanceResult result;
  result.address = after.address;
  for (const ResourceResult& resource : after.resources) {
    const ResourceResult* const earlier = find_named(before.resources, resource.name);
    result.resources.push_back(
        difference(earlier != nullptr ? *earlier : ResourceResult{}, resource, span));
  }
  for (const InstanceOperation& operation : after.operations) {
    InstanceOperation rest = operation;
    if (const InstanceOperation* const earlier = find_named(before.operations, operation.name)) {
      rest.tally.subtract(earlier->tally);
      rest.latency.subtract(earlier->latency);
    }
    result.operations.push_back(std::move(rest));
  }
  return result;
}

}  // namespace

std::vector<ComponentResult> component_difference(const ComponentsAt& before,
                                                  const ComponentsAt& after) {
  const Span span{before.measured, after.measured};
  std::vector<ComponentResult> result;
  for (const ComponentResult& component : after.components) {
    const ComponentResult* const earlier = find_named(before.components, component.name);
    ComponentResult rest;
    rest.name = component.name;
    rest.kind = component.kind;
    // Instances are only ever added, at the end; their addresses may change with their role.
    for (std::size_t index = 0; index < component.instances.size(); ++index) {
      const bool is_new = earlier == nullptr || index >= earlier->instances.size();
      rest.instances.push_back(difference(
          is_new ? InstanceResult{} : earlier->instances[index], component.instances[index], span));
    }
    result.push_back(std::move(rest));
  }
  return result;
}

}  // namespace napkin
