#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/stats/batches.h"
#include "sim/stats/estimate.h"
#include "sim/stats/histogram.h"
#include "sim/stats/series.h"
#include "sim/stats/verdict.h"

namespace napkin {

/// What a run freezes into. Every report is a pure function of it, and it holds nothing that
/// depends on the machine: the same scenario and seed give an equal RunResult anywhere (see
/// RunPerformance for the rest). Simulated times are nanoseconds since the start of the run; texts
/// from the scenario are raw, each report escapes them. Every field has an initializer, so that
/// designated initializers may name only some.

/// Failures by kind, such as "time_out", "refused", "reset", "overloaded", "rate_limited".
using FailureCounts = std::map<std::string, std::int64_t, std::less<>>;

/// What became of requests since the warm-up: arrived = completed + failed + dropped + in flight.
struct Tally {
  std::int64_t arrived = 0;    // requests still in flight when the warm-up ended included
  std::int64_t completed = 0;  // with success
  FailureCounts failed{};      // answered with a failure, by kind
  std::int64_t dropped = 0;    // never answered: given up without a reply
  std::int64_t in_flight = 0;  // when the run ended

  [[nodiscard]] std::int64_t failed_total() const;

  [[nodiscard]] std::int64_t finished() const { return completed + failed_total() + dropped; }

  /// Failed and dropped over finished, 0..1; 0 when nothing finished.
  [[nodiscard]] double error_ratio() const;

  /// Whether nothing got lost or was counted twice.
  [[nodiscard]] bool balances() const { return arrived == finished() + in_flight; }

  void merge(const Tally& other);

  /// Takes out what had happened by an earlier time. Those who were inside then have not arrived
  /// since: what remains does not balance.
  void subtract(const Tally& earlier);

  friend bool operator==(const Tally&, const Tally&) = default;
};

/// An estimate of one property of an operation: "mean", "p50", "p90", "p99", "p999" (ns, of the
/// latency), "rate" (1/s) or "error_ratio" (ratio).
struct NamedEstimate {
  std::string name{};
  std::string unit{};
  Estimate estimate{};

  friend bool operator==(const NamedEstimate&, const NamedEstimate&) = default;
};

/// One kind of request as its users see it, from the intended start to the end.
struct OperationResult {
  std::string name{};  // "send_message"
  // Its users wait for each answer before they ask again: while the system stalls, requests that
  // would have suffered are not even made, and percentiles look better than life.
  bool closed_loop = false;
  Tally tally{};
  Histogram latency{3};  // nanoseconds, completed requests
  CounterSeries arrivals{};
  CounterSeries completions{};
  CounterSeries failures{};     // failed and dropped
  HistogramSeries latencies{};  // nanoseconds, completed requests, by time of completion
  BatchSeries batches{};        // the measured part in spans, from which estimates are made
  std::vector<NamedEstimate> estimates{};

  /// Null when there is no estimate of this name.
  [[nodiscard]] const Estimate* find_estimate(std::string_view estimate) const;

  friend bool operator==(const OperationResult&, const OperationResult&) = default;
};

/// Something of an instance that can be full: cores, connections, a disk, a queue.
struct ResourceResult {
  std::string name{};                    // "cores"
  std::int64_t capacity = 0;             // units that can be busy at once
  std::chrono::nanoseconds busy_time{};  // summed over units
  double utilisation = 0.0;              // time average of busy / capacity, 0..1
  double queue_mean = 0.0;               // requests waiting, time average
  std::int64_t queue_maximum = 0;
  GaugeSeries busy{};   // busy units over time; without windows if not recorded
  GaugeSeries queue{};  // requests waiting, over time

  friend bool operator==(const ResourceResult&, const ResourceResult&) = default;
};

/// One operation at one instance: the four golden signals with the resources of the instance.
struct InstanceOperation {
  std::string name{};  // "get"
  Tally tally{};
  Histogram latency{3};  // nanoseconds from arrival to reply, completed requests

  friend bool operator==(const InstanceOperation&, const InstanceOperation&) = default;
};

/// A value with a name and a unit: of an instance ("hit_ratio"), or of the run ("lost(messages)").
struct NamedValue {
  std::string name{};
  double value = 0.0;
  std::string unit{};  // "messages", "B", "ratio", "ns"; empty for a pure number

  friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

/// One replica, shard or node of a component.
struct InstanceResult {
  std::string address{};  // "threads.shard[3].primary"
  std::vector<ResourceResult> resources{};
  std::vector<InstanceOperation> operations{};
  std::vector<NamedValue> values{};
  std::vector<std::string> notes{};  // "killed at 20s"
  CounterSeries completions{};       // answers of whole seconds, since the start of the run

  /// The resource with the highest utilisation, the first of equals; null if there is none.
  [[nodiscard]] const ResourceResult* busiest_resource() const;

  /// All operations together.
  [[nodiscard]] Tally tally() const;

  friend bool operator==(const InstanceResult&, const InstanceResult&) = default;
};

/// A component of the scenario with its instances, in the order of the scenario.
struct ComponentResult {
  std::string name{};    // "threads"
  std::string kind{};    // "sql"
  std::string layout{};  // how its instances are arranged: "16 shards x 2"; empty if it has one
  std::vector<InstanceResult> instances{};

  friend bool operator==(const ComponentResult&, const ComponentResult&) = default;
};

/// What components did in a span of the run, for objectives that ask of that time only: counts,
/// latencies, utilisation and mean queues.
struct PartsInWindow {
  std::chrono::nanoseconds since{};
  std::chrono::nanoseconds until{};  // not included
  std::vector<ComponentResult> components{};

  friend bool operator==(const PartsInWindow&, const PartsInWindow&) = default;
};

/// A part that more was asked of than it could do, to the end of the run: its queue grew, or it
/// turned work away.
struct Overload {
  std::string address{};    // "db.shard[2]", the worst of its component
  std::string component{};  // "db"
  std::int64_t alike = 0;   // further parts of the component that were overloaded, too
  std::chrono::nanoseconds since{};
  double load = 0.0;  // arrivals over capacity; 0 when nothing was finished
  double arrivals_per_second = 0.0;
  double capacity_per_second = 0.0;  // what it can serve when it is always busy
  double queue_growth_per_second = 0.0;
  double turned_away_per_second = 0.0;
  std::int64_t waiting = 0;  // at the end

  friend bool operator==(const Overload&, const Overload&) = default;
};

/// Something that the timeline did: a fault, an addition, a change of load.
struct TimelineEvent {
  std::chrono::nanoseconds since{};
  std::optional<std::chrono::nanoseconds> until{};  // none: a moment, or until the end
  std::string text{};                               // "kill threads.shard[3].primary"

  friend bool operator==(const TimelineEvent&, const TimelineEvent&) = default;
};

/// Where in a file: line and column count from one; 0 if unknown.
struct SourcePosition {
  std::string file{};
  int line = 0;
  int column = 0;

  friend bool operator==(const SourcePosition&, const SourcePosition&) = default;
};

/// An objective and what became of it.
struct ExpectationResult {
  std::string text{};  // "p99(send_message) < 200ms"
  SourcePosition position{};
  std::optional<double> value{};   // measured; none: no samples
  std::optional<double> lowest{};  // 95 % interval of the value, if there is one
  std::optional<double> highest{};
  std::string comparison{};  // "<"
  double limit = 0.0;
  std::string unit{};  // of value and limit: "ns", "ratio", "1/s", "messages"
  Verdict verdict = Verdict::kInconclusive;
  std::string reason{};  // why missed or inconclusive; may be empty when met

  friend bool operator==(const ExpectationResult&, const ExpectationResult&) = default;
};

/// A sentence of a document, held against the simulation. That it is refuted is a finding.
struct ClaimResult {
  std::string says{};     // "one MySQL server holds about 1k queries per second"
  std::string source{};   // "A: choice of database"
  std::string measure{};  // "max_throughput(threads.shard[0])"
  SourcePosition position{};
  std::optional<double> value{};   // measured; none: no samples
  std::optional<double> lowest{};  // 95 % interval of the value, if there is one
  std::optional<double> highest{};
  std::string relation{"about"};  // to what is claimed: "about", "at_least", "at_most"
  double claimed = 0.0;
  double tolerance = 0.0;  // ratio: 0.5 is within 50 %
  std::string unit{};
  ClaimVerdict verdict = ClaimVerdict::kInconclusive;
  std::string reason{};                 // why not confirmed
  std::optional<ClaimVerdict> known{};  // what the scenario's author already found

  /// Whether a check passes: what the author found has to come out again; where nobody said, the
  /// claim must not be refuted.
  [[nodiscard]] Verdict checked() const;

  friend bool operator==(const ClaimResult&, const ClaimResult&) = default;
};

/// What queueing theory says where it applies, beside what the run measured.
struct TheoryResult {
  std::string what{};  // "mean time at db"
  double predicted = 0.0;
  double measured = 0.0;
  std::string unit{};   // "ns", "ratio"
  std::string basis{};  // "M/M/1"

  friend bool operator==(const TheoryResult&, const TheoryResult&) = default;
};

/// An invariant that the run checked about itself: conservation of requests, Little's law.
struct AuditLine {
  std::string name{};
  bool ok = true;
  std::string detail{};

  friend bool operator==(const AuditLine&, const AuditLine&) = default;
};

/// One hop of a request. Ids are unique within the run and never zero; parent 0 is the root.
struct TraceSpan {
  std::uint64_t span_id = 0;
  std::uint64_t parent_id = 0;
  std::string address{};    // "api[2]"
  std::string component{};  // "api"
  std::string operation{};  // "send"
  std::chrono::nanoseconds start{};
  std::chrono::nanoseconds end{};
  std::chrono::nanoseconds queue_wait{};  // part of the time that it waited for a resource
  std::string status{};                   // "ok", or the kind of failure

  friend bool operator==(const TraceSpan&, const TraceSpan&) = default;
};

/// Why a request was kept.
enum class TraceReason { kSlowest, kFailed, kSampled };

/// "slowest", "failed" or "sampled".
[[nodiscard]] std::string_view to_string(TraceReason reason);

/// The spans of one request, by start; equal starts by id.
struct Trace {
  std::uint64_t trace_id = 0;
  std::string operation{};
  TraceReason reason = TraceReason::kSampled;
  std::chrono::nanoseconds start{};
  std::chrono::nanoseconds latency{};
  bool failed = false;
  std::vector<TraceSpan> spans{};
  std::int64_t spans_dropped = 0;  // beyond the limit per trace

  friend bool operator==(const Trace&, const Trace&) = default;
};

/// Which scenario ran.
struct ScenarioIdentity {
  std::string name{};
  std::string about{};
  std::string file_name{};
  std::string hash{};  // SHA-256 of what was run (extended, with overrides), 64 hex digits

  friend bool operator==(const ScenarioIdentity&, const ScenarioIdentity&) = default;
};

/// A run among those that a result covers.
struct ReplicationResult {
  std::uint32_t number = 0;
  std::string fingerprint{};
  std::uint64_t events = 0;
  std::vector<NamedValue> values{};  // what it measured by itself: "p99(send)", in ns

  friend bool operator==(const ReplicationResult&, const ReplicationResult&) = default;
};

struct RunResult {
  static constexpr int kSchemaVersion = 1;

  int schema_version = kSchemaVersion;
  std::string tool_version{};  // "0.1.0"
  ScenarioIdentity scenario{};
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;                // from 0: the first of those that it covers
  std::uint32_t replications = 1;               // counts are sums over all of them
  std::vector<ReplicationResult> replicated{};  // in order; one for each replication
  std::chrono::nanoseconds duration{};          // simulated until here, warm-up included
  std::chrono::nanoseconds warm_up{};           // not measured
  bool warm_up_refused = false;                 // by a rule that found the run too short for it
  std::string stopping_rule{};                  // of `until`, and what came of it; empty without
  std::string warm_up_rule{};  // who chose the warm-up: "as written", or a rule's words
  bool steady = true;  // nothing is meant to change while it is measured: no timeline, even load
  bool complete = true;
  std::string incomplete_reason{};  // "stopped by max_events"; empty when complete
  std::string fingerprint{};        // hash over every executed event, hex digits
  std::uint64_t events = 0;
  std::uint64_t events_pending_maximum = 0;
  std::vector<std::string> too_short{};    // what the run is too short for, and what would do
  std::vector<std::string> assumptions{};  // simplifications in force, one sentence each
  std::vector<std::string> defaults{};     // "api.queue = 1000"
  std::vector<OperationResult> operations{};
  std::vector<ComponentResult> components{};
  std::vector<PartsInWindow> windows{};  // of one replication; read by its judge, in no report
  std::vector<NamedValue> values{};      // "lost(messages)"
  std::vector<Overload> overloads{};
  std::vector<TimelineEvent> timeline{};
  std::vector<ExpectationResult> expectations{};
  std::vector<ClaimResult> claims{};
  std::vector<TheoryResult> theory{};
  std::vector<AuditLine> audit{};
  std::vector<Trace> traces{};

  /// What was measured: duration without warm-up, never negative.
  [[nodiscard]] std::chrono::nanoseconds measured() const;

  /// `count` per measured second of each replication; 0 if nothing was measured.
  [[nodiscard]] double per_second(std::int64_t count) const;

  friend bool operator==(const RunResult&, const RunResult&) = default;
};

/// Facts of the machine, which differ from run to run. They never enter the deterministic part of a
/// report.
struct RunPerformance {
  double wall_seconds = 0.0;
  double events_per_second = 0.0;
  std::int64_t memory_peak_bytes = 0;
  int threads = 1;
};

}  // namespace napkin
