#include "models/algorithms/queue/deduplication_window.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using namespace std::chrono_literals;

TEST(DeduplicationWindow, RefusesANegativeWindow) {
  EXPECT_THROW(DeduplicationWindow({.window = -1ns}), std::invalid_argument);
}

TEST(DeduplicationWindow, LetsAnIdThroughOncePerWindow) {
  DeduplicationWindow seen({.window = 5min, .ids_max = 10});
  EXPECT_TRUE(seen.first_sight(42, 0s));
  EXPECT_FALSE(seen.first_sight(42, 1s));
  EXPECT_FALSE(seen.first_sight(42, 5min - 1ns));
  EXPECT_TRUE(seen.first_sight(42, 5min));
}

TEST(DeduplicationWindow, ForgetsTheOldestWhenFullAndCountsIt) {
  DeduplicationWindow seen({.window = 1h, .ids_max = 2});
  seen.first_sight(1, 0s);
  seen.first_sight(2, 1s);
  seen.first_sight(3, 2s);
  EXPECT_EQ(seen.forgotten_early(), 1U);
  EXPECT_FALSE(seen.contains(1, 2s));
  EXPECT_TRUE(seen.contains(2, 2s));
}

TEST(DeduplicationWindow, WithNoRoomRemembersNothing) {
  DeduplicationWindow seen({.window = 1h, .ids_max = 0});
  EXPECT_TRUE(seen.first_sight(1, 0s));
  EXPECT_TRUE(seen.first_sight(1, 0s));
  EXPECT_EQ(seen.size(), 0U);
}

TEST(DeduplicationWindow, WithNoWindowRemembersNothing) {
  DeduplicationWindow seen({.window = 0s, .ids_max = 10});
  EXPECT_TRUE(seen.first_sight(1, 0s));
  EXPECT_TRUE(seen.first_sight(1, 0s));
}

TEST(DeduplicationWindow, AForgottenIdStartsAWindowOfItsOwn) {
  DeduplicationWindow seen({.window = 10s, .ids_max = 10});
  seen.first_sight(1, 0s);
  seen.forget(1);
  EXPECT_TRUE(seen.first_sight(1, 8s));
  EXPECT_FALSE(seen.first_sight(1, 15s));
  EXPECT_TRUE(seen.first_sight(1, 18s));
}

TEST(DeduplicationWindow, HoldsTimeWhenTheClockGoesBack) {
  DeduplicationWindow seen({.window = 10s, .ids_max = 10});
  seen.first_sight(1, 100s);
  EXPECT_TRUE(seen.first_sight(2, 50s));
  EXPECT_FALSE(seen.first_sight(2, 109s));
  EXPECT_TRUE(seen.first_sight(2, 110s));
}

TEST(DeduplicationWindow, AgreesWithAMapOverRandomOperations) {
  DeduplicationWindow seen({.window = 100ns, .ids_max = 1'000'000});
  std::map<std::uint64_t, std::chrono::nanoseconds> model;
  std::mt19937_64 random(5);
  std::chrono::nanoseconds now{0};
  for (int i = 0; i < 200'000; ++i) {
    now += std::chrono::nanoseconds(random() % 3);
    const std::uint64_t id = random() % 400;
    if (random() % 10 == 0) {
      seen.forget(id);
      model.erase(id);
      continue;
    }
    const auto found = model.find(id);
    const bool is_known = found != model.end() && now - found->second < 100ns;
    ASSERT_EQ(seen.contains(id, now), is_known);
    ASSERT_EQ(seen.first_sight(id, now), !is_known);
    if (!is_known) {
      model[id] = now;
    }
  }
  EXPECT_EQ(seen.forgotten_early(), 0U);
}

}  // namespace
}  // namespace napkin::algorithms
