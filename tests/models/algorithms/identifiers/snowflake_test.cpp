#include "models/algorithms/identifiers/snowflake.h"

#include <limits>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/models/algorithms/reference_csv.h"

namespace napkin::algorithms {
namespace {

using Status = Snowflake::Status;
using ClockBack = Snowflake::ClockBack;

constexpr Time kStart = SnowflakeLayout::kTwitterEpoch + 24h;

// A tweet of 28 June 2022, 16:07:40.105 UTC, that Wikipedia's "Snowflake ID" takes apart.
TEST(Snowflake, TakesAPublishedTweetApart) {
  const Snowflake::Parts parts = Snowflake::parts(1'541'815'603'606'036'480, SnowflakeLayout{});
  EXPECT_EQ(parts.time, 1'656'432'460'105ms);
  EXPECT_EQ(parts.datacenter * 32 + parts.machine, 378U);
  EXPECT_EQ(parts.sequence, 0U);
}

std::uint64_t number_after(const std::string& text, const std::string& mark) {
  return std::stoull(text.substr(text.find(mark) + mark.size()));
}

std::chrono::milliseconds milliseconds_after(const std::string& text, const std::string& mark) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(number_after(text, mark)));
}

TEST(Snowflake, TakesTheReferenceIdApart) {
  const auto rows = testing::rows_of(testing::read_reference_csv("hash_vectors.csv"), "snowflake");
  ASSERT_EQ(rows.size(), 1U);
  const std::string& expected = rows[0].at(3);
  const SnowflakeLayout layout;
  EXPECT_EQ(layout.epoch, milliseconds_after(rows[0].at(2), "epoch="));
  const auto parts = Snowflake::parts(std::stoull(rows[0].at(1)), layout);
  EXPECT_EQ(parts.time, milliseconds_after(expected, "unix_ms="));
  EXPECT_EQ(parts.time - layout.epoch, milliseconds_after(expected, "offset_ms="));
  EXPECT_EQ(parts.datacenter, number_after(expected, "dc="));
  EXPECT_EQ(parts.machine, number_after(expected, "worker="));
  EXPECT_EQ(parts.sequence, number_after(expected, "seq="));
}

TEST(Snowflake, PutsEachFieldInItsPlace) {
  Snowflake ids({.datacenter = 3, .machine = 7});
  EXPECT_EQ(ids.next(SnowflakeLayout::kTwitterEpoch + 5ms).id, 5ULL << 22 | 3 << 17 | 7 << 12);
  EXPECT_EQ(ids.next(SnowflakeLayout::kTwitterEpoch + 5ms).id, 5ULL << 22 | 3 << 17 | 7 << 12 | 1);
  EXPECT_EQ(ids.next(SnowflakeLayout::kTwitterEpoch + 6ms).id, 6ULL << 22 | 3 << 17 | 7 << 12);
}

TEST(Snowflake, Issues4096EachMillisecondAndThenWaits) {
  Snowflake ids({});
  for (int i = 0; i < 4'096; ++i) {
    ASSERT_EQ(ids.next(kStart + 250us).status, Status::kIssued);
  }
  const Snowflake::Issue full = ids.next(kStart + 250us);
  EXPECT_EQ(full.status, Status::kWait);
  EXPECT_EQ(full.wait, 750us);
  EXPECT_EQ(ids.next(kStart + 250us + full.wait).status, Status::kIssued);
}

TEST(Snowflake, WaitsOutAClockThatStepsBack) {
  Snowflake ids({.clock_back = ClockBack::kWait});
  const auto before = ids.next(kStart).id;
  const Snowflake::Issue issue = ids.next(kStart - 3ms);
  EXPECT_EQ(issue.status, Status::kWait);
  EXPECT_EQ(issue.wait, 3ms);
  EXPECT_GT(ids.next(kStart - 3ms + issue.wait).id, before);
}

TEST(Snowflake, RefusesWhileTheClockIsBehind) {
  Snowflake ids({.clock_back = ClockBack::kRefuse});
  (void)ids.next(kStart);
  EXPECT_EQ(ids.next(kStart - 1ms).status, Status::kRefused);
  EXPECT_EQ(ids.next(kStart).status, Status::kIssued);
}

TEST(Snowflake, BorrowsFromTheFutureUpToItsLimit) {
  Snowflake ids(
      {.layout = {.sequence_bits = 1}, .clock_back = ClockBack::kBorrow, .borrow_max = 2ms});
  for (int i = 0; i < 6; ++i) {  // this tick and two of the future, two ids each
    ASSERT_EQ(ids.next(kStart).status, Status::kIssued) << i;
  }
  const Snowflake::Issue issue = ids.next(kStart);
  EXPECT_EQ(issue.status, Status::kWait);
  EXPECT_EQ(issue.wait, 1ms);
  EXPECT_EQ(ids.next(kStart + 1ms).status, Status::kIssued);
  EXPECT_EQ(ids.next(kStart - 10ms).status, Status::kWait);
  EXPECT_EQ(ids.next(kStart - 10ms).wait, 11ms);
}

TEST(Snowflake, KnowsTheEndsOfItsTime) {
  Snowflake ids({.layout = {.timestamp_bits = 4, .epoch = 0s}, .clock_back = ClockBack::kBorrow});
  EXPECT_EQ(ids.next(-1ns).status, Status::kOutOfRange);
  EXPECT_EQ(ids.next(0s).status, Status::kIssued);
  EXPECT_EQ(ids.next(15ms).status, Status::kIssued);
  EXPECT_EQ(ids.next(16ms).status, Status::kOutOfRange);
  // 41 bits of milliseconds end 69 years after the epoch.
  Snowflake twitter({});
  const Time end = SnowflakeLayout::kTwitterEpoch + std::chrono::milliseconds{1LL << 41};
  EXPECT_EQ(twitter.next(end - 1ms).status, Status::kIssued);
  EXPECT_EQ(twitter.next(end).status, Status::kOutOfRange);
}

TEST(Snowflake, FitsLayoutsOfAnyShape) {
  const SnowflakeLayout layout{.timestamp_bits = 39,
                               .datacenter_bits = 0,
                               .machine_bits = 16,
                               .sequence_bits = 8,
                               .epoch = 0s,
                               .tick = 10ms};
  Snowflake ids({.layout = layout, .machine = 65'535});
  (void)ids.next(1h);
  const auto parts = Snowflake::parts(ids.next(1h + 9ms).id, layout);
  EXPECT_EQ(parts.time, 1h);
  EXPECT_EQ(parts.machine, 65'535U);
  EXPECT_EQ(parts.sequence, 1U);
  Snowflake only_time({.layout = {.timestamp_bits = 63,
                                  .datacenter_bits = 0,
                                  .machine_bits = 0,
                                  .sequence_bits = 0,
                                  .epoch = 0s,
                                  .tick = 1ns}});
  EXPECT_EQ(only_time.next(Time::max()).id,
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}

TEST(Snowflake, RefusesOptionsThatMakeNoSense) {
  using Options = Snowflake::Options;
  EXPECT_THROW(Snowflake(Options{.layout = {.timestamp_bits = 42}}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.layout = {.timestamp_bits = 0}}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.layout = {.machine_bits = -1}}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.layout = {.tick = 0ns}}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.datacenter = 32}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.machine = 32}), std::invalid_argument);
  EXPECT_THROW(Snowflake(Options{.borrow_max = -1ns}), std::invalid_argument);
}

class SnowflakeUnderABadClock : public ::testing::TestWithParam<ClockBack> {};

// Four machines, each with a clock that jitters and steps back: nothing is ever issued twice, each
// machine's ids grow, and a caller that waits as told is served.
TEST_P(SnowflakeUnderABadClock, IssuesEveryIdOnceAndInOrder) {
  const SnowflakeLayout layout{
      .timestamp_bits = 55, .datacenter_bits = 1, .machine_bits = 1, .sequence_bits = 4};
  std::vector<Snowflake> machines;
  for (std::uint64_t i = 0; i < 4; ++i) {
    machines.emplace_back(Snowflake::Options{.layout = layout,
                                             .datacenter = i / 2,
                                             .machine = i % 2,
                                             .clock_back = GetParam(),
                                             .borrow_max = 20ms});
  }
  std::set<std::uint64_t> seen;
  std::vector<std::uint64_t> last(4);
  std::mt19937_64 random(109);
  Time now = kStart;
  for (int step = 0; step < 100'000; ++step) {
    now += Duration{random() % 100'000};
    const Time clock = now - (random() % 50 == 0 ? Duration{random() % 40'000'000} : 0ns);
    const std::size_t i = random() % 4;
    Snowflake::Issue issue = machines[i].next(clock);
    if (issue.status != Status::kIssued) {
      ASSERT_GT(issue.wait, 0ns);
      Snowflake patient = machines[i];
      ASSERT_EQ(patient.next(clock + issue.wait).status, Status::kIssued);
      Snowflake impatient = machines[i];
      ASSERT_NE(impatient.next(clock + issue.wait - 1ns).status, Status::kIssued);
      continue;
    }
    ASSERT_TRUE(seen.insert(issue.id).second);
    ASSERT_GT(issue.id, last[i]);
    last[i] = issue.id;
    const auto parts = Snowflake::parts(issue.id, layout);
    ASSERT_EQ(parts.datacenter * 2 + parts.machine, i);
    ASSERT_LE(parts.time, now + 20ms);
  }
  EXPECT_GT(seen.size(), 50'000U);
}

INSTANTIATE_TEST_SUITE_P(EachPolicy,
                         SnowflakeUnderABadClock,
                         ::testing::Values(ClockBack::kWait,
                                           ClockBack::kRefuse,
                                           ClockBack::kBorrow));

}  // namespace
}  // namespace napkin::algorithms
