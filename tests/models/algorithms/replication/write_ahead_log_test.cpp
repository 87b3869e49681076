#include "models/algorithms/replication/write_ahead_log.h"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Log = WriteAheadLog<std::string>;

Log log_of(int records) {
  Log log;
  for (int record = 1; record <= records; ++record) {
    log.append(std::to_string(record));
  }
  return log;
}

TEST(WriteAheadLog, NumbersRecordsFromOne) {
  Log log;
  EXPECT_EQ(log.end(), LogPosition{0});
  EXPECT_EQ(log.append("a"), LogPosition{1});
  EXPECT_EQ(log.append("b"), LogPosition{2});
  EXPECT_EQ(log.at(LogPosition{1}), "a");
}

TEST(WriteAheadLog, LosesInACrashWhatWasNotDurable) {
  Log log = log_of(5);
  log.mark_durable(LogPosition{3});
  EXPECT_THAT(log.crash(), ElementsAre("4", "5"));
  EXPECT_EQ(log.end(), LogPosition{3});
  EXPECT_THAT(log.crash(), IsEmpty());
}

TEST(WriteAheadLog, OneFlushMakesManyRecordsDurable) {
  Log log = log_of(2);
  const LogPosition group = log.end();
  log.append("after the flush began");
  log.mark_durable(group);
  EXPECT_EQ(log.durable(), LogPosition{2});
}

TEST(WriteAheadLog, IgnoresAFlushThatFinishesLate) {
  Log log = log_of(5);
  log.mark_durable(LogPosition{4});
  log.mark_durable(LogPosition{2});
  EXPECT_EQ(log.durable(), LogPosition{4});
}

TEST(WriteAheadLog, ReadsFromAnyPositionOn) {
  const Log log = log_of(5);
  EXPECT_THAT(log.read_after(LogPosition{2}, 2), ElementsAre("3", "4"));
  EXPECT_THAT(log.read_after(LogPosition{4}, 9), ElementsAre("5"));
  EXPECT_THAT(log.read_after(LogPosition{5}, 9), IsEmpty());
  EXPECT_THAT(log.read_after(LogPosition{77}, 9), IsEmpty());
}

TEST(WriteAheadLog, KeepsItsNumbersWhenTheHeadIsPurged) {
  Log log = log_of(5);
  log.mark_durable(LogPosition{4});
  log.purge_through(LogPosition{3});
  EXPECT_FALSE(log.contains(LogPosition{3}));
  EXPECT_EQ(log.at(LogPosition{4}), "4");
  EXPECT_EQ(log.append("6"), LogPosition{6});
  EXPECT_EQ(log.purged(), LogPosition{3});
}

TEST(WriteAheadLog, CutsTheTailOfADivergedHistory) {
  Log log = log_of(5);
  log.mark_durable(LogPosition{5});
  EXPECT_THAT(log.truncate_after(LogPosition{3}), ElementsAre("4", "5"));
  EXPECT_EQ(log.durable(), LogPosition{3});
  EXPECT_EQ(log.append("4 of the new primary"), LogPosition{4});
}

TEST(WriteAheadLog, StartsBehindABackup) {
  Log log(LogPosition{100});
  EXPECT_EQ(log.end(), LogPosition{100});
  EXPECT_EQ(log.append("a"), LogPosition{101});
}

TEST(WriteAheadLogDeathTest, RefusesToPurgeWhatIsNotDurable) {
  Log log = log_of(2);
  EXPECT_DEATH(log.purge_through(LogPosition{1}), "broken contract");
  EXPECT_DEATH(log.mark_durable(LogPosition{3}), "broken contract");
  EXPECT_DEATH(static_cast<void>(log.at(LogPosition{0})), "broken contract");
}

// The model: a vector of all records, and how many of them are durable and purged.
TEST(WriteAheadLog, BehavesAsAVectorWithTwoMarks) {
  std::mt19937_64 random(6);
  WriteAheadLog<std::uint64_t> log;
  std::vector<std::uint64_t> model;
  std::uint64_t durable = 0;
  std::uint64_t purged = 0;
  for (int step = 0; step < 100'000; ++step) {
    switch (random() % 8) {
      case 0: {
        const std::uint64_t upto = random() % (model.size() + 1);
        log.mark_durable({upto});
        durable = std::max(durable, upto);
        break;
      }
      case 1: {
        const std::uint64_t upto = random() % (durable + 1);
        log.purge_through({upto});
        purged = std::max(purged, upto);
        break;
      }
      case 2:
        ASSERT_EQ(log.crash().size(), model.size() - durable);
        model.resize(durable);
        break;
      default:
        model.push_back(random());
        log.append(model.back());
    }
    ASSERT_EQ(log.end().records, model.size());
    ASSERT_EQ(log.durable().records, durable);
    const std::uint64_t from = purged + random() % (model.size() - purged + 1);
    const auto first = model.begin() + static_cast<std::ptrdiff_t>(from);
    const auto count = std::min<std::ptrdiff_t>(3, model.end() - first);
    ASSERT_EQ(log.read_after({from}, 3), std::vector<std::uint64_t>(first, first + count));
  }
}

}  // namespace
}  // namespace napkin::algorithms
