// What a ladder says of entries before their turn: so that what they need can be fetched meanwhile.
#include <cstdint>
#include <unordered_map>

#include <gtest/gtest.h>

#include "sim/kernel/ladder.h"
#include "sim/kernel/random.h"

namespace napkin {
namespace {

constexpr std::uint64_t kEver = ~std::uint64_t{0} >> 1U;
constexpr std::uint64_t kPopsAhead = 12;

/// Writes down at which pop it was first told of each entry.
struct Told {
  static bool comes_up(const Entry&) { return true; }

  void warm(const Entry& entry) { told_at.emplace(entry.order, pops); }

  [[nodiscard]] bool in_time(const Entry& entry) const {
    const auto found = told_at.find(entry.order);
    return found != told_at.end() && pops - found->second >= kPopsAhead;
  }

  std::uint64_t pops = 0;
  std::unordered_map<std::uint64_t, std::uint64_t> told_at;
};

class LadderWarm : public testing::TestWithParam<std::uint64_t> {};

// HOLD: always so many pending, each within two seconds. A bucket ends every few dozen pops; the
// first entries of the next must not be news then, save where a large bucket had to be spread
// first.
TEST_P(LadderWarm, TellsOfNearlyEveryEntryADozenPopsBeforeItsTurn) {
  constexpr std::uint64_t kPops = 50'000;
  Told told;
  Ladder<Told> ladder(told);
  RandomStream random(3, "ladder", "warm");
  std::uint64_t order = 0;
  for (; order < GetParam(); ++order) {
    ladder.push({random.below(2'000'000'000), order, 64});
  }
  std::uint64_t in_time = 0;
  Entry first{};
  for (; told.pops < kPops; ++told.pops) {
    ASSERT_TRUE(ladder.pop(kEver, first));
    in_time += told.in_time(first) ? 1U : 0U;
    ladder.push({first.time + random.below(2'000'000'000), order++, 64});
  }
  EXPECT_GT(in_time, kPops - kPops / 20);
}

INSTANTIATE_TEST_SUITE_P(Pending, LadderWarm, testing::Values(2'000, 20'000, 200'000));

}  // namespace
}  // namespace napkin
