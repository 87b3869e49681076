#include "sim/stats/trace_keeper.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace napkin {

namespace {

// SplitMix64's finalizer (Steele, Lea and Flood, 2014): ids that count up become evenly spread
// numbers.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

TraceKeeper::Candidate candidate_of(const Trace& trace) {
  return {trace.trace_id, trace.operation, trace.start, trace.latency, trace.failed};
}

template <typename Kept, typename Rank>
bool has_room(const Kept& kept, std::size_t kept_max, const Rank& rank) {
  return kept.size() < kept_max || (kept_max > 0 && rank < kept.rbegin()->first);
}

template <typename Kept, typename Rank>
void insert(Kept& kept, std::size_t kept_max, const Rank& rank, const Trace& trace) {
  if (!has_room(kept, kept_max, rank)) {
    return;
  }
  kept.emplace(rank, trace);
  if (kept.size() > kept_max) {
    kept.erase(std::prev(kept.end()));
  }
}

}  // namespace

TraceKeeper::TraceKeeper(Options options) : options_(options) {}

TraceKeeper::Rank TraceKeeper::rank_by_latency(const Candidate& candidate) const {
  return {
      ~static_cast<std::uint64_t>(candidate.latency.count()), candidate.start, candidate.trace_id};
}

TraceKeeper::Rank TraceKeeper::rank_by_hash(const Candidate& candidate) const {
  return {mix(candidate.trace_id ^ mix(options_.seed + 0x9e3779b97f4a7c15U)),
          candidate.start,
          candidate.trace_id};
}

bool TraceKeeper::wants(const Candidate& candidate) const {
  const auto found = operations_.find(candidate.operation);
  if (found == operations_.end()) {
    return options_.slowest_max > 0 || options_.sampled_max > 0 ||
           (candidate.failed && options_.failed_max > 0);
  }
  const Operation& operation = found->second;
  const Rank by_hash = rank_by_hash(candidate);
  return has_room(operation.slowest, options_.slowest_max, rank_by_latency(candidate)) ||
         has_room(operation.sampled, options_.sampled_max, by_hash) ||
         (candidate.failed && has_room(operation.failed, options_.failed_max, by_hash));
}

void TraceKeeper::shorten(Trace& trace) const {
  std::sort(
      trace.spans.begin(), trace.spans.end(), [](const TraceSpan& left, const TraceSpan& right) {
        return std::pair(left.start, left.span_id) < std::pair(right.start, right.span_id);
      });
  if (trace.spans.size() > options_.spans_per_trace_max) {
    trace.spans_dropped +=
        static_cast<std::int64_t>(trace.spans.size() - options_.spans_per_trace_max);
    trace.spans.resize(options_.spans_per_trace_max);
  }
}

void TraceKeeper::keep(Trace trace) {
  const Candidate candidate = candidate_of(trace);
  if (!wants(candidate)) {
    return;
  }
  shorten(trace);
  Operation& operation = operations_[trace.operation];
  insert(operation.slowest, options_.slowest_max, rank_by_latency(candidate), trace);
  insert(operation.sampled, options_.sampled_max, rank_by_hash(candidate), trace);
  if (trace.failed) {
    insert(operation.failed, options_.failed_max, rank_by_hash(candidate), trace);
  }
}

void TraceKeeper::merge(const TraceKeeper& other) {
  for (const auto& [name, operation] : other.operations_) {
    for (const Kept* kept : {&operation.slowest, &operation.failed, &operation.sampled}) {
      for (const auto& [rank, trace] : *kept) {
        keep(trace);
      }
    }
  }
}

std::vector<Trace> TraceKeeper::traces() const {
  std::map<std::pair<std::chrono::nanoseconds, std::uint64_t>, Trace> unique;
  const auto collect = [&unique](const Kept& kept, TraceReason reason) {
    for (const auto& [rank, trace] : kept) {
      const auto [position, is_new] = unique.emplace(std::pair(trace.start, trace.trace_id), trace);
      if (is_new) {
        position->second.reason = reason;
      }
    }
  };
  for (const auto& [name, operation] : operations_) {
    collect(operation.failed, TraceReason::kFailed);
    collect(operation.slowest, TraceReason::kSlowest);
    collect(operation.sampled, TraceReason::kSampled);
  }
  std::vector<Trace> result;
  result.reserve(unique.size());
  for (auto& [position, trace] : unique) {
    result.push_back(std::move(trace));
  }
  return result;
}

}  // namespace napkin
