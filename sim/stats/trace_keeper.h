#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/stats/run_result.h"

namespace napkin {

/// Keeps the traces worth looking at, in bounded memory: of each operation the slowest requests,
/// some failed ones and an even sample of all.
///
/// No random draws and no arrival order: samples are those with the smallest hash of (seed, trace
/// id), which is bottom-k sampling (Cohen and Kaplan, 2007). So keepers of several regions, merged
/// in any order, keep the same traces as one keeper that saw everything.
class TraceKeeper {
 public:
  struct Options {
    std::size_t slowest_max = 10;  // per operation; 0 keeps none
    std::size_t failed_max = 10;
    std::size_t sampled_max = 10;
    std::size_t spans_per_trace_max = 512;
    std::uint64_t seed = 0;
  };

  /// What must be known of a finished request to decide whether to keep it.
  struct Candidate {
    std::uint64_t trace_id = 0;
    std::string_view operation;
    std::chrono::nanoseconds start{};
    std::chrono::nanoseconds latency{};
    bool failed = false;
  };

  explicit TraceKeeper(Options options);

  /// Whether keep() would keep it now: ask before a Trace is built, nearly always the answer is no.
  [[nodiscard]] bool wants(const Candidate& candidate) const;

  /// Keeps `trace` (each trace id once), if it is wanted; what it displaces is forgotten. `reason`
  /// is ignored.
  void keep(Trace trace);

  /// Keeps of both what one keeper with these options would have kept. Requires: equal options.
  void merge(const TraceKeeper& other);

  /// Each kept trace once, by start then id. A failed one is there as failed rather than slowest,
  /// and as slowest rather than sampled.
  [[nodiscard]] std::vector<Trace> traces() const;

 private:
  // Smaller is kept rather.
  struct Rank {
    std::uint64_t value = 0;
    std::chrono::nanoseconds start{};
    std::uint64_t trace_id = 0;

    friend auto operator<=>(const Rank&, const Rank&) = default;
  };

  using Kept = std::map<Rank, Trace>;

  struct Operation {
    Kept slowest;
    Kept failed;
    Kept sampled;
  };

  [[nodiscard]] Rank rank_by_latency(const Candidate& candidate) const;
  [[nodiscard]] Rank rank_by_hash(const Candidate& candidate) const;
  void shorten(Trace& trace) const;

  Options options_;
  std::map<std::string, Operation, std::less<>> operations_;
};

}  // namespace napkin
