#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "reports/format_registry.h"
#include "reports/json.h"
#include "sim/stats/operation_windows.h"

// The document RESULT.md describes every field; a test compares the two.
namespace napkin::reports {

namespace {

template <typename Item>
Json list(const std::vector<Item>& items, Json (*convert)(const Item&)) {
  Json::Array array;
  for (const Item& item : items) {
    array.push_back(convert(item));
  }
  return array;
}

Json text(const std::string& value) {
  return value;
}

template <typename Number>
Json if_any(const std::optional<Number>& value) {
  return value.has_value() ? Json(*value) : Json();
}

std::string hex(std::uint64_t id) {
  return fmt::format("{:016x}", id);
}

Json tally(const Tally& tally) {
  Json::Array failed;
  for (const auto& [kind, count] : tally.failed) {
    failed.push_back(Json::Object{{"count", count}, {"kind", kind}});
  }
  return Json::Object{{"arrived", tally.arrived},
                      {"completed", tally.completed},
                      {"dropped", tally.dropped},
                      {"error_ratio", tally.error_ratio()},
                      {"failed", failed},
                      {"in_flight", tally.in_flight}};
}

Json latency(const Histogram& histogram) {
  return Json::Object{{"count", histogram.count()},
                      {"max_ns", histogram.max()},
                      {"mean_ns", histogram.mean()},
                      {"min_ns", histogram.min()},
                      {"p50_ns", histogram.value_at_quantile(0.5)},
                      {"p90_ns", histogram.value_at_quantile(0.9)},
                      {"p95_ns", histogram.value_at_quantile(0.95)},
                      {"p99_ns", histogram.value_at_quantile(0.99)},
                      {"p999_ns", histogram.value_at_quantile(0.999)},
                      {"p9999_ns", histogram.value_at_quantile(0.9999)},
                      {"standard_deviation_ns", histogram.standard_deviation()}};
}

// One array per quantity, with an item per window.
Json windows_of(const OperationResult& operation,
                std::chrono::nanoseconds duration,
                std::uint32_t replications) {
  Json::Array since, until, arrived, completed, failed, rate, p50, p99;
  for (const OperationWindow& window : operation_windows(operation, duration, replications)) {
    since.push_back(window.since.count());
    until.push_back(window.until.count());
    arrived.push_back(window.arrived);
    completed.push_back(window.completed);
    failed.push_back(window.failed);
    rate.push_back(window.rate());
    p50.push_back(if_any(window.p50_ns));
    p99.push_back(if_any(window.p99_ns));
  }
  return Json::Object{{"arrived", arrived},
                      {"completed", completed},
                      {"failed", failed},
                      {"p50_ns", p50},
                      {"p99_ns", p99},
                      {"rate_per_s", rate},
                      {"since_ns", since},
                      {"until_ns", until}};
}

Json levels(const GaugeSeries& series) {
  Json::Array mean, maximum;
  for (std::size_t index = 0; index < series.size(); ++index) {
    mean.push_back(series.average(index));
    maximum.push_back(series.maximum(index));
  }
  return Json::Object{{"max", maximum},
                      {"mean", mean},
                      {"start_ns", series.windows().begin_of(0).count()},
                      {"width_ns", series.windows().width().count()}};
}

Json named_value(const NamedValue& value) {
  return Json::Object{{"name", value.name}, {"unit", value.unit}, {"value", value.value}};
}

Json estimate(const NamedEstimate& named) {
  const Estimate& estimate = named.estimate;
  return Json::Object{{"highest", if_any(estimate.highest)},
                      {"lowest", if_any(estimate.lowest)},
                      {"name", named.name},
                      {"times_longer", estimate.times_longer},
                      {"unit", named.unit},
                      {"value", if_any(estimate.value)},
                      {"withheld", estimate.withheld}};
}

Json replication(const ReplicationResult& replication) {
  return Json::Object{{"events", replication.events},
                      {"fingerprint", replication.fingerprint},
                      {"number", replication.number},
                      {"values", list(replication.values, named_value)}};
}

Json operations(const RunResult& result) {
  Json::Array array;
  for (const OperationResult& operation : result.operations) {
    array.push_back(
        Json::Object{{"estimates", list(operation.estimates, estimate)},
                     {"latency", latency(operation.latency)},
                     {"loop", operation.closed_loop ? "closed" : "open"},
                     {"name", operation.name},
                     {"rate_per_s", result.per_second(operation.tally.completed)},
                     {"requests", tally(operation.tally)},
                     {"windows", windows_of(operation, result.duration, result.replications)}});
  }
  return array;
}

Json resource(const ResourceResult& resource) {
  return Json::Object{{"busy_over_time", levels(resource.busy)},
                      {"busy_time_ns", resource.busy_time.count()},
                      {"capacity", resource.capacity},
                      {"name", resource.name},
                      {"queue_max", resource.queue_maximum},
                      {"queue_mean", resource.queue_mean},
                      {"queue_over_time", levels(resource.queue)},
                      {"utilisation", resource.utilisation}};
}

Json instance_operation(const InstanceOperation& operation) {
  return Json::Object{{"latency", latency(operation.latency)},
                      {"name", operation.name},
                      {"requests", tally(operation.tally)}};
}

Json instance(const InstanceResult& instance) {
  return Json::Object{{"address", instance.address},
                      {"notes", list(instance.notes, text)},
                      {"operations", list(instance.operations, instance_operation)},
                      {"resources", list(instance.resources, resource)},
                      {"values", list(instance.values, named_value)}};
}

Json component(const ComponentResult& component) {
  return Json::Object{{"instances", list(component.instances, instance)},
                      {"kind", component.kind},
                      {"layout", component.layout},
                      {"name", component.name}};
}

Json timeline_event(const TimelineEvent& event) {
  return Json::Object{{"since_ns", event.since.count()},
                      {"text", event.text},
                      {"until_ns", event.until.has_value() ? Json(event.until->count()) : Json()}};
}

Json position(const SourcePosition& position) {
  return Json::Object{
      {"column", position.column}, {"file", position.file}, {"line", position.line}};
}

Json expectation(const ExpectationResult& expectation) {
  return Json::Object{{"comparison", expectation.comparison},
                      {"highest", if_any(expectation.highest)},
                      {"limit", expectation.limit},
                      {"lowest", if_any(expectation.lowest)},
                      {"position", position(expectation.position)},
                      {"reason", expectation.reason},
                      {"text", expectation.text},
                      {"unit", expectation.unit},
                      {"value", if_any(expectation.value)},
                      {"verdict", to_string(expectation.verdict)}};
}

Json claim(const ClaimResult& claim) {
  return Json::Object{{"claimed", claim.claimed},
                      {"highest", if_any(claim.highest)},
                      {"known", claim.known ? Json(to_string(*claim.known)) : Json()},
                      {"lowest", if_any(claim.lowest)},
                      {"measure", claim.measure},
                      {"position", position(claim.position)},
                      {"reason", claim.reason},
                      {"relation", claim.relation},
                      {"says", claim.says},
                      {"source", claim.source},
                      {"tolerance", claim.tolerance},
                      {"unit", claim.unit},
                      {"value", if_any(claim.value)},
                      {"verdict", to_string(claim.verdict)}};
}

Json theory_line(const TheoryResult& line) {
  return Json::Object{{"basis", line.basis},
                      {"measured", line.measured},
                      {"predicted", line.predicted},
                      {"unit", line.unit},
                      {"what", line.what}};
}

Json audit_line(const AuditLine& line) {
  return Json::Object{{"detail", line.detail}, {"name", line.name}, {"ok", line.ok}};
}

Json span(const TraceSpan& span) {
  return Json::Object{{"address", span.address},
                      {"component", span.component},
                      {"end_ns", span.end.count()},
                      {"operation", span.operation},
                      {"parent_id", span.parent_id == 0 ? Json() : Json(hex(span.parent_id))},
                      {"queue_wait_ns", span.queue_wait.count()},
                      {"span_id", hex(span.span_id)},
                      {"start_ns", span.start.count()},
                      {"status", span.status}};
}

Json trace(const Trace& trace) {
  return Json::Object{{"failed", trace.failed},
                      {"latency_ns", trace.latency.count()},
                      {"operation", trace.operation},
                      {"reason", to_string(trace.reason)},
                      {"spans", list(trace.spans, span)},
                      {"spans_dropped", trace.spans_dropped},
                      {"start_ns", trace.start.count()},
                      {"trace_id", hex(trace.trace_id)}};
}

Json overload(const Overload& overload) {
  return Json::Object{{"address", overload.address},
                      {"alike", overload.alike},
                      {"arrivals_per_s", overload.arrivals_per_second},
                      {"capacity_per_s", overload.capacity_per_second},
                      {"component", overload.component},
                      {"load", overload.load},
                      {"queue_growth_per_s", overload.queue_growth_per_second},
                      {"since_ns", overload.since.count()},
                      {"turned_away_per_s", overload.turned_away_per_second},
                      {"waiting", overload.waiting}};
}

Json scenario(const ScenarioIdentity& scenario) {
  return Json::Object{{"about", scenario.about},
                      {"file_name", scenario.file_name},
                      {"name", scenario.name},
                      {"sha256", scenario.hash}};
}

Json document(const RunResult& result) {
  return Json::Object{{"assumptions", list(result.assumptions, text)},
                      {"audit", list(result.audit, audit_line)},
                      {"claims", list(result.claims, claim)},
                      {"complete", result.complete},
                      {"components", list(result.components, component)},
                      {"defaults", list(result.defaults, text)},
                      {"duration_ns", result.duration.count()},
                      {"events", result.events},
                      {"events_pending_max", result.events_pending_maximum},
                      {"expectations", list(result.expectations, expectation)},
                      {"fingerprint", result.fingerprint},
                      {"incomplete_reason", result.incomplete_reason},
                      {"operations", operations(result)},
                      {"overloads", list(result.overloads, overload)},
                      {"replication", result.replication},
                      {"replications", list(result.replicated, replication)},
                      {"scenario", scenario(result.scenario)},
                      {"schema_version", result.schema_version},
                      {"seed", result.seed},
                      {"steady", result.steady},
                      {"stopping_rule", result.stopping_rule},
                      {"theory", list(result.theory, theory_line)},
                      {"timeline", list(result.timeline, timeline_event)},
                      {"too_short", list(result.too_short, text)},
                      {"tool_version", result.tool_version},
                      {"traces", list(result.traces, trace)},
                      {"values", list(result.values, named_value)},
                      {"warm_up_ns", result.warm_up.count()},
                      {"warm_up_refused", result.warm_up_refused},
                      {"warm_up_rule", result.warm_up_rule}};
}

std::vector<OutputFile> render(const RunResult& result) {
  return {{"result.json", document(result).pretty() + "\n"}};
}

const FormatRegistration kRegistration({"result_json",
                                        "result.json",
                                        "everything but full distributions; see reports/RESULT.md",
                                        render});

}  // namespace

}  // namespace napkin::reports
