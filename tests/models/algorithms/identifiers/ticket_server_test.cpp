#include "models/algorithms/identifiers/ticket_server.h"

#include <limits>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

TEST(TicketServer, TwoServersShareOddAndEven) {
  TicketServer odd({.first = 1, .stride = 2});
  TicketServer even({.first = 2, .stride = 2});
  EXPECT_EQ(odd.take()->first, 1);
  EXPECT_EQ(even.take()->first, 2);
  EXPECT_EQ(odd.take()->first, 3);
  EXPECT_EQ(even.take()->first, 4);
}

TEST(TicketServer, WritesOnceForEachBlock) {
  TicketServer server({.block = 100});
  int writes = 0;
  for (int i = 0; i < 1'000; ++i) {
    writes += server.take()->wrote ? 1 : 0;
  }
  EXPECT_EQ(writes, 10);
}

TEST(TicketServer, ACrashLeavesAGapAndNeverADuplicate) {
  TicketServer server({.block = 100});
  EXPECT_EQ(server.take()->first, 1);
  server.crash();
  EXPECT_EQ(server.take()->first, 101);
}

TEST(TicketServer, GivesRangesLargerThanItsBlock) {
  TicketServer server({.first = 5, .stride = 10, .block = 3});
  const auto range = server.take(7);
  EXPECT_EQ(range->first, 5);
  EXPECT_EQ(range->count, 7);
  EXPECT_TRUE(range->wrote);
  EXPECT_EQ(server.take()->first, 75);
}

TEST(TicketServer, EndsInsteadOfWrapping) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  TicketServer server({.first = kMost - 1, .stride = 1, .block = kMost});
  EXPECT_FALSE(server.take(3).has_value());
  EXPECT_EQ(server.take(2)->first, kMost - 1);
  EXPECT_FALSE(server.take().has_value());
}

TEST(TicketServer, RefusesOptionsThatMakeNoSense) {
  using Options = TicketServer::Options;
  EXPECT_THROW(TicketServer(Options{.first = -1}), std::invalid_argument);
  EXPECT_THROW(TicketServer(Options{.stride = 0}), std::invalid_argument);
  EXPECT_THROW(TicketServer(Options{.block = 0}), std::invalid_argument);
}

TEST(TicketServer, IsUniqueAndInOrderOverCrashes) {
  TicketServer server({.first = 2, .stride = 3, .block = 10});
  std::mt19937_64 random(127);
  std::int64_t last = -1;
  for (int step = 0; step < 100'000; ++step) {
    if (random() % 20 == 0) {
      server.crash();
    }
    const auto range = server.take(static_cast<std::int64_t>(1 + random() % 15));
    ASSERT_GT(range->first, last);
    ASSERT_EQ(range->first % 3, 2);
    last = range->first + (range->count - 1) * range->stride;
    ASSERT_LE(last, 2 + (server.promised() - 1) * 3);
  }
}

}  // namespace
}  // namespace napkin::algorithms
