#include "models/algorithms/storage/log_format.h"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string log_of(const std::vector<std::string>& contents) {
  std::string log;
  for (const std::string& content : contents) {
    append_record(&log, content);
  }
  return log;
}

TEST(LogFormat, GivesBackWhatWasAppended) {
  const std::string log = log_of({"put a 1", "", std::string(1000, 'x')});
  const LogContents read = read_records(log);
  EXPECT_THAT(read.records, ElementsAre("put a 1", "", std::string(1000, 'x')));
  EXPECT_EQ(read.bytes_valid, log.size());
  EXPECT_EQ(read.end, LogEnd::kClean);
}

TEST(LogFormat, AnEmptyLogIsClean) {
  EXPECT_THAT(read_records("").records, IsEmpty());
  EXPECT_EQ(read_records("").end, LogEnd::kClean);
}

TEST(LogFormat, FramesAreTheSameBytesOnEveryMachine) {
  using std::string_literals::operator""s;
  // CRC-32C of 01 00 00 00 'a', then the length, then the content.
  const std::string log = log_of({"a"});
  ASSERT_EQ(log.size(), record_bytes(1));
  EXPECT_EQ(log.substr(4), "\x01\0\0\0a"s);
}

TEST(LogFormat, ATailOfZerosIsNoRecord) {
  const std::string log = log_of({"a"}) + std::string(64, '\0');
  const LogContents read = read_records(log);
  EXPECT_THAT(read.records, ElementsAre("a"));
  EXPECT_EQ(read.end, LogEnd::kCorrupt);
}

TEST(LogFormat, CutAnywhereKeepsTheWholeRecords) {
  const std::string log = log_of({"first", "second", "third"});
  for (std::size_t size = 0; size <= log.size(); ++size) {
    const LogContents read = read_records(std::string_view(log).substr(0, size));
    const std::size_t whole = size / record_bytes(5) == 0                ? 0
                              : size < record_bytes(5) + record_bytes(6) ? 1
                              : size < log.size()                        ? 2
                                                                         : 3;
    ASSERT_EQ(read.records.size(), whole) << size;
    const bool at_border = read.bytes_valid == size;
    ASSERT_EQ(read.end, at_border ? LogEnd::kClean : LogEnd::kTorn) << size;
  }
}

TEST(LogFormat, NoFlippedBitGoesUnnoticed) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::string> contents;
    for (int record = 0; record < 5; ++record) {
      contents.emplace_back(random() % 20, static_cast<char>(random()));
    }
    std::string log = log_of(contents);
    const std::size_t at = random() % log.size();
    log[at] = static_cast<char>(log[at] ^ (1 << random() % 8));
    const LogContents read = read_records(log);
    ASSERT_NE(read.end, LogEnd::kClean);
    ASSERT_LE(read.bytes_valid, at);
    for (std::size_t record = 0; record < read.records.size(); ++record) {
      ASSERT_EQ(read.records[record], contents[record]);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
