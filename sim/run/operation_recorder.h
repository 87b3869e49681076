#pragma once

#include <array>    // array
#include <cstdint>  // int64_t
#include <string>   // string

#include "sim/net/region.h"
#include "sim/net/request.h"
#include "sim/stats/batches.h"
#include "sim/stats/run_result.h"
#include "sim/stats/series.h"
#include "sim/stats/trace_keeper.h"

namespace napkin {

/// Measures an operation as its users see it, from the intended start to the end: what expectations
/// are about.
///
/// arrived = answered + failed + given up + in flight, at any time; each is counted apart.
class OperationRecorder {
 public:
  OperationRecorder(Region& region, std::string name);

  [[nodiscard]] const std::string& name() const { return name_; }

  /// A request has begun; `trace` is where its spans are collected, if anywhere.
  void begin();
  /// It has ended. `intended` is when it should have begun.
  void end(Status status, Time intended);
  /// Who waited for the answer is gone.
  void give_up();
  /// It began and ended at once, as a message delivered: nothing was in flight.
  void deliver(Time intended);

  /// Its users wait for each answer before they ask again: a closed loop.
  void set_closed_loop() { closed_loop_ = true; }

  /// Whether the spans of requests are collected.
  void set_tracing(bool on) { tracing_ = on; }

  [[nodiscard]] bool tracing() const { return tracing_; }

  /// A new trace, untraced when tracing is off.
  [[nodiscard]] TraceRef open_trace();
  /// Ends a trace: kept when it is one of the slowest, failed, or sampled; then forgotten.
  void close_trace(const TraceRef& trace, OperationId operation, Status status, Time intended);

  void restart_statistics();
  [[nodiscard]] OperationResult result() const;

  [[nodiscard]] const TraceKeeper& traces() const { return traces_; }

  [[nodiscard]] std::int64_t in_flight() const { return in_flight_; }

 private:
  void count_failure(Time now);
  void keep(const TraceRef& trace, OperationId operation, Status status, Time intended);

  Region& region_;
  std::string name_;
  std::int64_t arrived_ = 0;
  std::int64_t in_flight_ = 0;
  std::int64_t given_up_ = 0;
  std::array<std::int64_t, kStatusCount> by_status_{};
  BatchSeries batches_;
  CounterSeries arrivals_;
  CounterSeries completions_;
  CounterSeries failures_;
  HistogramSeries latencies_;
  TraceKeeper traces_;
  bool tracing_ = false;
  bool closed_loop_ = false;
};

}  // namespace napkin
