#include "sim/stats/trace_keeper.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr TraceKeeper::Options kOnlySlowest{.slowest_max = 2, .failed_max = 0, .sampled_max = 0};
constexpr TraceKeeper::Options kOnlyFailed{.slowest_max = 0, .failed_max = 2, .sampled_max = 0};
constexpr TraceKeeper::Options kOnlySampled{.slowest_max = 0, .failed_max = 0, .sampled_max = 100};

Trace trace_of(std::uint64_t id, std::chrono::nanoseconds latency, bool failed = false) {
  Trace trace;
  trace.trace_id = id;
  trace.operation = "send";
  trace.start = std::chrono::milliseconds(id);
  trace.latency = latency;
  trace.failed = failed;
  return trace;
}

std::vector<std::uint64_t> ids_of(const TraceKeeper& keeper) {
  std::vector<std::uint64_t> ids;
  for (const Trace& trace : keeper.traces()) {
    ids.push_back(trace.trace_id);
  }
  return ids;
}

TEST(TraceKeeper, KeepsTheSlowest) {
  TraceKeeper keeper(kOnlySlowest);
  keeper.keep(trace_of(1, 5ms));
  keeper.keep(trace_of(2, 9ms));
  keeper.keep(trace_of(3, 1ms));
  keeper.keep(trace_of(4, 7ms));
  EXPECT_THAT(ids_of(keeper), ElementsAre(2, 4));
}

TEST(TraceKeeper, KeepsTheEarlierOfEquallySlow) {
  TraceKeeper keeper(kOnlySlowest);
  for (const std::uint64_t id : {3u, 1u, 2u}) {
    keeper.keep(trace_of(id, 5ms));
  }
  EXPECT_THAT(ids_of(keeper), ElementsAre(1, 2));
}

TEST(TraceKeeper, KeepsSomeFailedOnesAndNoOthers) {
  TraceKeeper keeper(kOnlyFailed);
  for (std::uint64_t id = 1; id <= 100; ++id) {
    keeper.keep(trace_of(id, 5ms, id % 10 == 0));
  }
  const std::vector<Trace> traces = keeper.traces();
  ASSERT_THAT(traces, SizeIs(2));
  EXPECT_TRUE(traces[0].failed);
  EXPECT_TRUE(traces[1].failed);
  EXPECT_EQ(traces[0].reason, TraceReason::kFailed);
}

TEST(TraceKeeper, SamplesEvenlyOverTheRun) {
  TraceKeeper keeper(kOnlySampled);
  for (std::uint64_t id = 1; id <= 100'000; ++id) {
    keeper.keep(trace_of(id, 5ms));
  }
  // 100 of 100,000, so 50 +- 5 per half; four deviations.
  const std::vector<std::uint64_t> ids = ids_of(keeper);
  ASSERT_THAT(ids, SizeIs(100));
  const auto first_half =
      std::count_if(ids.begin(), ids.end(), [](auto id) { return id <= 50'000; });
  EXPECT_GT(first_half, 30);
  EXPECT_LT(first_half, 70);
}

TEST(TraceKeeper, SamplesOthersWithAnotherSeed) {
  TraceKeeper::Options options = kOnlySampled;
  TraceKeeper one(options);
  options.seed = 1;
  TraceKeeper two(options);
  for (std::uint64_t id = 1; id <= 10'000; ++id) {
    one.keep(trace_of(id, 5ms));
    two.keep(trace_of(id, 5ms));
  }
  EXPECT_NE(ids_of(one), ids_of(two));
}

TEST(TraceKeeper, WantsExactlyWhatItThenKeeps) {
  TraceKeeper keeper({.slowest_max = 3, .failed_max = 3, .sampled_max = 3});
  int unwanted = 0;
  for (std::uint64_t id = 1; id <= 1000; ++id) {
    const Trace trace = trace_of(id, std::chrono::microseconds(id * 7919 % 1009), id % 7 == 0);
    const bool wanted =
        keeper.wants({trace.trace_id, trace.operation, trace.start, trace.latency, trace.failed});
    keeper.keep(trace);
    const auto after = ids_of(keeper);
    EXPECT_EQ(wanted, std::find(after.begin(), after.end(), id) != after.end());
    unwanted += wanted ? 0 : 1;
  }
  EXPECT_GT(unwanted, 900);
}

TEST(TraceKeeper, KeepsTheSameWhenRegionsAreMergedInAnyOrder) {
  const TraceKeeper::Options options{
      .slowest_max = 5, .failed_max = 5, .sampled_max = 5, .seed = 42};
  TraceKeeper whole(options);
  TraceKeeper east(options);
  TraceKeeper west(options);
  for (std::uint64_t id = 1; id <= 5000; ++id) {
    const Trace trace = trace_of(id, std::chrono::microseconds(id * 7919 % 503), id % 11 == 0);
    whole.keep(trace);
    (id % 3 == 0 ? east : west).keep(trace);
  }
  TraceKeeper other = west;
  other.merge(east);
  east.merge(west);
  EXPECT_EQ(east.traces(), whole.traces());
  EXPECT_EQ(other.traces(), whole.traces());
}

TEST(TraceKeeper, KeepsEveryOperation) {
  TraceKeeper keeper(kOnlySlowest);
  for (std::uint64_t id = 1; id <= 10; ++id) {
    Trace trace = trace_of(id, 5s);
    trace.operation = id == 7 ? "rare" : "common";
    trace.latency = id == 7 ? 1ms : 5s;
    keeper.keep(trace);
  }
  EXPECT_THAT(ids_of(keeper), ElementsAre(1, 2, 7));
}

TEST(TraceKeeper, CutsLongTracesAndSaysSo) {
  TraceKeeper keeper({.spans_per_trace_max = 2});
  Trace trace = trace_of(1, 5ms);
  for (const std::uint64_t id : {3u, 2u, 1u}) {
    TraceSpan span;
    span.span_id = id;
    span.start = std::chrono::milliseconds(id);
    trace.spans.push_back(span);
  }
  keeper.keep(trace);
  const Trace kept = keeper.traces().at(0);
  ASSERT_THAT(kept.spans, SizeIs(2));
  EXPECT_EQ(kept.spans[0].span_id, 1u);
  EXPECT_EQ(kept.spans_dropped, 1);
}

TEST(TraceKeeper, CanBeTurnedOff) {
  TraceKeeper keeper({.slowest_max = 0, .failed_max = 0, .sampled_max = 0});
  keeper.keep(trace_of(1, 5ms, true));
  EXPECT_THAT(keeper.traces(), IsEmpty());
}

}  // namespace
}  // namespace napkin
