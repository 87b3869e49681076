#include "models/algorithms/identifiers/uuid.h"

#include <random>
#include <set>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

// RFC 9562, appendix A.3.
TEST(Uuid, MakesTheVersion4OfTheStandard) {
  const Uuid uuid = Uuid::version_4(0x919108f752d10320, 0x1bacf847db4148a8);
  EXPECT_EQ(uuid.to_string(), "919108f7-52d1-4320-9bac-f847db4148a8");
  EXPECT_EQ(uuid.version(), 4);
}

// RFC 9562, appendix A.6: 22 February 2022, 14:22:22 GMT-05:00.
TEST(Uuid, MakesTheVersion7OfTheStandard) {
  const Uuid uuid = Uuid::version_7(0x017f22e279b0, 0xcc3, 0x18c4dc0c0c07398f);
  EXPECT_EQ(uuid.to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  EXPECT_EQ(uuid.version(), 7);
  EXPECT_EQ(uuid.unix_ms(), 1'645'557'742'000U);
}

TEST(Uuid, ReadsItsOwnFormAndNoOther) {
  const auto uuid = Uuid::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  ASSERT_TRUE(uuid.has_value());
  EXPECT_EQ(uuid->to_string(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  for (const char* const bad : {"",
                                "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                                "017f22e2079b0-7cc3-98c4-dc0c0c07398f",
                                "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                                "017f22e-279b0-7cc3-98c4-dc0c0c07398f"}) {
    EXPECT_FALSE(Uuid::parse(bad).has_value()) << bad;
  }
}

TEST(Uuid, Version4IsUniqueAndSurvivesTheRoundTrip) {
  std::mt19937_64 random(131);
  std::set<Uuid> seen;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t high = random();
    const Uuid uuid = Uuid::version_4(high, random());
    ASSERT_EQ(uuid.version(), 4);
    ASSERT_EQ(uuid.bytes[8] >> 6, 2);
    ASSERT_TRUE(seen.insert(uuid).second);
    ASSERT_EQ(Uuid::parse(uuid.to_string()), uuid);
  }
}

TEST(UuidV7Generator, TellsTheMillisecond) {
  UuidV7Generator ids;
  EXPECT_EQ(ids.next(1'645'557'742'000ms + 999us, 1, 2).unix_ms(), 1'645'557'742'000U);
}

TEST(UuidV7Generator, BorrowsAMillisecondWhenItsCounterIsFull) {
  UuidV7Generator ids;
  Uuid last = ids.next(0s, ~0ULL, 0);  // starts at 2047, the top of the lower half
  int issued = 1;
  while (last.unix_ms() == 0) {
    last = ids.next(0s, ~0ULL, 0);
    ++issued;
  }
  EXPECT_EQ(issued, 2'049 + 1);
  EXPECT_EQ(last.unix_ms(), 1U);
}

TEST(UuidV7Generator, GrowsWithEveryCallWhateverTheClockDoes) {
  UuidV7Generator ids;
  std::mt19937_64 random(137);
  Uuid last{};
  Time now = 1h;
  for (int step = 0; step < 100'000; ++step) {
    now += Duration{random() % 200'000};
    const Time clock = now - (random() % 100 == 0 ? 30ms : 0ms);
    const std::uint64_t counter = random();
    const Uuid uuid = ids.next(clock, counter, random());
    ASSERT_GT(uuid, last) << "step " << step;
    ASSERT_EQ(uuid.version(), 7);
    last = uuid;
  }
}

}  // namespace
}  // namespace napkin::algorithms
