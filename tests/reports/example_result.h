#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/stats/run_result.h"

namespace napkin::reports {

using namespace std::chrono_literals;

/// 1 ms to 100 ms evenly, `count` values in all, then one of a second.
inline Histogram example_latency(std::int64_t count) {
  Histogram latency;
  for (std::int64_t index = 1; index <= count; ++index) {
    latency.record(index * 100'000'000 / count);
  }
  latency.record(1'000'000'000);
  return latency;
}

inline OperationResult example_operation() {
  OperationResult operation;
  operation.name = "send_message";
  operation.tally.arrived = 5010;
  operation.tally.completed = 5001;
  operation.tally.failed = {{"refused", 2}, {"time_out", 4}};
  operation.tally.dropped = 1;
  operation.tally.in_flight = 2;
  operation.latency = example_latency(5000);
  for (int second = 10; second < 60; ++second) {
    const auto now = std::chrono::seconds(second);
    operation.arrivals.add(now, 100);
    operation.completions.add(now, 99);
    operation.failures.add(now, second == 20 ? 7 : 0);
    operation.latencies.record(now, second * 1'000'000);
  }
  return operation;
}

inline InstanceResult example_shard(int number, double utilisation) {
  InstanceResult instance;
  instance.address = "threads.shard[" + std::to_string(number) + "].primary";
  instance.resources = {{.name = "cores",
                         .capacity = 8,
                         .busy_time = 82s,
                         .utilisation = utilisation,
                         .queue_mean = 3.14159,
                         .queue_maximum = 40},
                        {.name = "disk", .capacity = 1, .busy_time = 5s, .utilisation = 0.1}};
  for (ResourceResult& resource : instance.resources) {
    resource.busy.set(10s, 4);
    resource.busy.finish(60s);
    resource.queue.set(20s, 3);
    resource.queue.finish(60s);
  }
  InstanceOperation read;
  read.name = "read";
  read.tally = {
      .arrived = 1000, .completed = 995, .failed = {{"reset", 5}}, .dropped = 0, .in_flight = 0};
  read.latency = example_latency(100);
  instance.operations = {read};
  instance.values = {{"hit_ratio", 0.875, "ratio"}};
  return instance;
}

inline Trace example_trace() {
  Trace trace;
  trace.trace_id = 77;
  trace.operation = "send_message";
  trace.reason = TraceReason::kSlowest;
  trace.start = 12s;
  trace.latency = 1s;
  trace.spans = {{.span_id = 1,
                  .parent_id = 0,
                  .address = "api[2]",
                  .component = "api",
                  .operation = "send",
                  .start = 12s,
                  .end = 13s,
                  .queue_wait = 0ns,
                  .status = "ok"},
                 {.span_id = 2,
                  .parent_id = 1,
                  .address = "threads.shard[1].primary",
                  .component = "threads",
                  .operation = "read",
                  .start = 12s + 1500ns,
                  .end = 12'900ms,
                  .queue_wait = 800ms,
                  .status = "ok"}};
  return trace;
}

/// A result with something in every field.
inline RunResult example_result() {
  RunResult result;
  result.tool_version = "0.1.0";
  result.scenario = {
      .name = "Chat at peak",
      .about = "The message path of 100M daily users at five times the average rate.",
      .file_name = "chat/peak.yaml",
      .hash = std::string(64, 'a')};
  result.seed = 42;
  result.duration = 60s;
  result.warm_up = 10s;
  result.fingerprint = "0123456789abcdef";
  result.events = 12'345'678;
  result.events_pending_maximum = 4321;
  result.assumptions = {"Clocks of hosts agree."};
  result.defaults = {"api.queue = 1000", "threads.lag = 5ms"};
  result.operations = {example_operation()};
  ComponentResult api{"api", "service", "", {}};
  InstanceResult instance;
  instance.address = "api[0]";
  instance.resources = {{.name = "cores", .capacity = 8, .busy_time = 100s, .utilisation = 0.25}};
  api.instances = {instance};
  ComponentResult threads{"threads", "sql", "2 shards x 1", {}};
  threads.instances = {example_shard(0, 0.205), example_shard(1, 0.823)};
  threads.instances[1].notes = {"killed at 20s", "back at 35s"};
  result.components = {api, threads};
  result.values = {{"lost(messages)", 0.0, "messages"}, {"stored", 3.5 * 1024 * 1024, "B"}};
  result.timeline = {{20s, 35s, "kill threads.shard[1].primary"},
                     {40s, {}, "add 2 nodes to messages"}};
  result.expectations = {{.text = "p99(send_message) < 200ms",
                          .position = {"chat/peak.yaml", 30, 5},
                          .value = 99'090'431.0,
                          .lowest = 98e6,
                          .highest = 100e6,
                          .comparison = "<",
                          .limit = 200e6,
                          .unit = "ns",
                          .verdict = Verdict::kMet},
                         {.text = "error_rate(send_message) < 0.1%",
                          .position = {"chat/peak.yaml", 31, 5},
                          .value = 0.0014,
                          .comparison = "<",
                          .limit = 0.001,
                          .unit = "ratio",
                          .verdict = Verdict::kMissed,
                          .reason = "0.14% is above 0.1%"},
                         {.text = "lost(drafts) == 0",
                          .position = {"chat/peak.yaml", 32, 5},
                          .comparison = "==",
                          .unit = "messages",
                          .verdict = Verdict::kInconclusive,
                          .reason = "no samples"}};
  result.claims = {{.says = "one MySQL server holds about 1k queries per second",
                    .source = "A: choice of database",
                    .measure = "max_throughput(threads.shard[0])",
                    .position = {"chat/peak.yaml", 35, 5},
                    .value = 1200.0,
                    .claimed = 1000.0,
                    .tolerance = 0.5,
                    .unit = "1/s",
                    .verdict = ClaimVerdict::kConfirmed}};
  result.theory = {{"mean time at db", 5e6, 5.1e6, "ns", "M/M/1"}};
  result.audit = {{"conservation of requests", true, "5010 = 5001 + 6 + 1 + 2"},
                  {"Little's law", true, "within 2%"}};
  result.traces = {example_trace()};
  return result;
}

}  // namespace napkin::reports
