#include "sim/stats/pooled_result.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

/// Calls merge(into, other) for each entry of `others`, which is added when `all` has none of its
/// name.
template <class Item, class Name, class Merge>
void merge_named(std::vector<Item>& all, const std::vector<Item>& others, Name name, Merge merge) {
  for (const Item& other : others) {
    const auto same = std::find_if(
        all.begin(), all.end(), [&](const Item& one) { return one.*name == other.*name; });
    if (same == all.end()) {
      all.push_back(other);
    } else {
      merge(*same, other);
    }
  }
}

void merge_operation(OperationResult& into, const OperationResult& other) {
  into.tally.merge(other.tally);
  into.latency.merge(other.latency);
  into.arrivals.merge(other.arrivals);
  into.completions.merge(other.completions);
  into.failures.merge(other.failures);
  into.latencies.merge(other.latencies);
  into.batches.merge(other.batches);
}

// Averages are summed here, and divided by the number of replications at the end.
void merge_resource(ResourceResult& into, const ResourceResult& other) {
  into.busy_time += other.busy_time;
  into.utilisation += other.utilisation;
  into.queue_mean += other.queue_mean;
  into.queue_maximum = std::max(into.queue_maximum, other.queue_maximum);
}

void merge_value(NamedValue& into, const NamedValue& other) {
  into.value += other.value;
}

void merge_theory(TheoryResult& into, const TheoryResult& other) {
  into.predicted += other.predicted;
  into.measured += other.measured;
}

void merge_instance(InstanceResult& into, const InstanceResult& other) {
  merge_named(into.resources, other.resources, &ResourceResult::name, merge_resource);
  merge_named(into.operations,
              other.operations,
              &InstanceOperation::name,
              [](InstanceOperation& one, const InstanceOperation& two) {
                one.tally.merge(two.tally);
                one.latency.merge(two.latency);
              });
  merge_named(into.values, other.values, &NamedValue::name, merge_value);
}

void merge_component(ComponentResult& into, const ComponentResult& other) {
  merge_named(into.instances, other.instances, &InstanceResult::address, merge_instance);
}

void divide_averages(RunResult& result) {
  const auto share = static_cast<double>(result.replications);
  for (NamedValue& value : result.values) {
    value.value /= share;
  }
  for (TheoryResult& theory : result.theory) {
    theory.predicted /= share;
    theory.measured /= share;
  }
  for (ComponentResult& component : result.components) {
    for (InstanceResult& instance : component.instances) {
      for (ResourceResult& resource : instance.resources) {
        resource.utilisation /= share;
        resource.queue_mean /= share;
      }
      for (NamedValue& value : instance.values) {
        value.value /= share;
      }
    }
  }
}

void merge_audit(RunResult& into, const RunResult& other) {
  merge_named(into.audit, other.audit, &AuditLine::name, [&](AuditLine& one, const AuditLine& two) {
    if (one.ok && !two.ok) {
      one = two;
      one.detail = fmt::format("replication {}: {}", other.replication, two.detail);
    }
  });
}

/// One hash over the fingerprints in their order (FNV-1a, 64 bits); that of a single one is its
/// own.
std::string joined_fingerprint(std::span<const RunResult> replications) {
  if (replications.size() == 1) {
    return replications.front().fingerprint;
  }
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const RunResult& replication : replications) {
    for (const char letter : replication.fingerprint) {
      hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
  }
  return fmt::format("{:016x}", hash);
}

}  // namespace

RunResult pool_results(std::span<const RunResult> replications) {
  NAPKIN_ASSERT(!replications.empty());
  RunResult pooled = replications.front();
  pooled.replications = static_cast<std::uint32_t>(replications.size());
  pooled.replicated.clear();
  for (const RunResult& one : replications) {
    pooled.replicated.push_back({one.replication, one.fingerprint, one.events});
  }
  for (const RunResult& other : replications.subspan(1)) {
    pooled.events += other.events;
    pooled.events_pending_maximum =
        std::max(pooled.events_pending_maximum, other.events_pending_maximum);
    if (pooled.complete && !other.complete) {
      pooled.complete = false;
      pooled.incomplete_reason = other.incomplete_reason;
    }
    merge_named(pooled.operations, other.operations, &OperationResult::name, merge_operation);
    merge_named(pooled.components, other.components, &ComponentResult::name, merge_component);
    merge_named(pooled.values, other.values, &NamedValue::name, merge_value);
    merge_named(pooled.theory, other.theory, &TheoryResult::what, merge_theory);
    merge_audit(pooled, other);
  }
  if (replications.size() > 1) {
    divide_averages(pooled);
  }
  pooled.fingerprint = joined_fingerprint(replications);
  return pooled;
}

}  // namespace napkin
