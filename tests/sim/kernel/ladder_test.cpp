#include "sim/kernel/ladder.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/kernel/laws.h"
#include "sim/kernel/random.h"
#include "tests/sim/kernel/reference_heap.h"

namespace napkin {
namespace {

constexpr std::uint64_t kEver = std::numeric_limits<std::int64_t>::max();

struct NothingIsDead {
  static bool comes_up(const Entry&) { return true; }

  static void warm(const Entry&) {}
};

/// Dead are the entries whose order was cancelled.
struct Cancelled {
  std::set<std::uint64_t> orders;

  [[nodiscard]] bool is_dead(const Entry& entry) const { return orders.count(entry.order) != 0; }

  [[nodiscard]] bool comes_up(const Entry& entry) const { return !is_dead(entry); }

  static void warm(const Entry&) {}
};

std::uint64_t draw(const Law& law, RandomStream& random) {
  return static_cast<std::uint64_t>(law.sample_duration(random).count());
}

using Delay = std::function<std::uint64_t(RandomStream&)>;

struct NamedDelay {
  std::string name;
  Delay delay;
};

std::vector<NamedDelay> delays() {
  const Law exponential = Law::exponential(1s);
  const Law short_one = Law::exponential(1ms);
  const Law pareto = laws::pareto(3e8, 1.5);
  return {
      {"Exponential", [=](RandomStream& random) { return draw(exponential, random); }},
      {"Uniform", [](RandomStream& random) { return random.below(2'000'000'000); }},
      {"Bimodal",
       [=](RandomStream& random) {
         const bool is_short = random.chance(0.9);
         return draw(is_short ? short_one : exponential, random);
       }},
      {"Pareto", [=](RandomStream& random) { return draw(pareto, random); }},
      {"Constant", [](RandomStream&) { return std::uint64_t{1'000'000'000}; }},
      {"HalfImmediate",
       [=](RandomStream& random) {
         const bool immediate = random.chance(0.5);
         return immediate ? 0 : draw(exponential, random);
       }},
      {"LogUniform",
       [](RandomStream& random) {
         const std::uint64_t magnitude = std::uint64_t{1} << random.below(29);
         return magnitude + random.below(magnitude);
       }},
      {"CoarseTicks",
       [](RandomStream& random) { return random.below(100) * std::uint64_t{10'000'000}; }},
  };
}

class LadderOrder : public ::testing::TestWithParam<std::tuple<std::size_t, std::uint64_t>> {};

// HOLD: always N pending; each entry that comes up schedules another one.
TEST_P(LadderOrder, IsThatOfTheHeap) {
  const Delay delay = delays()[std::get<0>(GetParam())].delay;
  const std::uint64_t pending = std::get<1>(GetParam());
  RandomStream random(7, "ladder", "delay");
  NothingIsDead filter;
  Ladder<NothingIsDead> ladder(filter);
  testing::ReferenceHeap heap;
  std::uint64_t order = 0;
  const auto push = [&](std::uint64_t time) {
    const Entry entry{time, order++, 0};
    ladder.push(entry);
    heap.push(entry);
  };
  for (std::uint64_t count = 0; count < pending; ++count) {
    push(delay(random));
  }
  for (std::uint64_t step = 0; step < 3000 + pending / 2; ++step) {
    Entry expected{};
    Entry found{};
    ASSERT_TRUE(heap.pop(kEver, expected));
    ASSERT_TRUE(ladder.pop(kEver, found));
    ASSERT_EQ(found.time, expected.time) << "step " << step;
    ASSERT_EQ(found.order, expected.order) << "step " << step;
    push(found.time + delay(random));
  }
  EXPECT_EQ(ladder.size(), heap.size());
}

INSTANTIATE_TEST_SUITE_P(AllDelays,
                         LadderOrder,
                         ::testing::Combine(::testing::Range<std::size_t>(0, 8),
                                            ::testing::Values(30, 1000, 100'000)),
                         [](const auto& test) {
                           return delays()[std::get<0>(test.param)].name + "_" +
                                  std::to_string(std::get<1>(test.param));
                         });

/// A ladder and a heap that are told the same.
class Pair {
 public:
  void push_in(std::uint64_t delay) {
    const Entry entry{now_ + delay, order_++, 0};
    ladder_.push(entry);
    heap_.push(entry);
    pending_.push_back(entry.order);
  }

  void cancel_one(std::uint64_t choice) {
    if (!pending_.empty()) {
      cancelled_.orders.insert(pending_[choice % pending_.size()]);
    }
  }

  void sweep() { ladder_.sweep(); }

  [[nodiscard]] std::size_t size() const { return heap_.size(); }

  /// When the last entry came, or up to when there was none.
  [[nodiscard]] std::uint64_t now() const { return now_; }

  /// Takes what is due by `span` from now, at most `count` entries. False when they disagree.
  bool pop_until(std::uint64_t span, int count) {
    const std::uint64_t limit = now_ + span;
    for (; count > 0; --count) {
      Entry expected{};
      Entry found{};
      const bool any = pop_live(heap_, limit, expected);
      if (pop_live(ladder_, limit, found) != any) {
        return false;
      }
      if (!any) {
        now_ = limit;
        return true;
      }
      if (found.key() != expected.key()) {
        return false;
      }
      now_ = found.time;
    }
    return true;
  }

 private:
  template <typename Queue>
  bool pop_live(Queue& queue, std::uint64_t limit, Entry& first) {
    while (queue.pop(limit, first)) {
      if (!cancelled_.is_dead(first)) {
        return true;
      }
    }
    return false;
  }

  Cancelled cancelled_;
  Ladder<Cancelled> ladder_{cancelled_};
  testing::ReferenceHeap heap_;
  std::vector<std::uint64_t> pending_;  // all that were ever pushed
  std::uint64_t now_ = 0;
  std::uint64_t order_ = 0;
};

// Any magnitude is equally likely: the errors hide where a digit of the time changes.
std::uint64_t any_span() {
  const int bits = *rc::gen::inRange(0, 40);
  return *rc::gen::inRange<std::uint64_t>(0, (std::uint64_t{1} << bits) + 1);
}

RC_GTEST_PROP(Ladder, AgreesWithTheHeapWhateverIsDone, ()) {
  Pair pair;
  const int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    const int burst = *rc::gen::element(1, 1, 3, 30, 100);
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1: {
        const std::uint64_t width = any_span();
        for (int count = 0; count < burst; ++count) {
          pair.push_in(width / static_cast<std::uint64_t>(count + 1));
        }
        break;
      }
      case 2:
        pair.cancel_one(any_span());
        break;
      case 3:
        pair.sweep();
        break;
      default:
        RC_ASSERT(pair.pop_until(any_span(), burst));
    }
  }
  RC_ASSERT(pair.pop_until(std::uint64_t{1} << 60, 1'000'000));
}

TEST(Ladder, KeepsOrderWhenABurstFallsIntoASortedBottom) {
  Pair pair;
  pair.push_in(1'000'000);
  pair.push_in(1'060'000);
  ASSERT_TRUE(pair.pop_until(1'000'000, 1));
  for (std::uint64_t delay = 0; delay < 5000; ++delay) {
    pair.push_in(delay * 7919 % 65'000);
  }
  EXPECT_TRUE(pair.pop_until(100'000, 10'000));
}

struct Bursts {
  std::size_t pending = 0;      ///< entries beside those of a burst, anywhere in two seconds
  std::uint64_t within_ns = 0;  ///< how soon those of a burst come
};

class LadderBursts : public ::testing::TestWithParam<Bursts> {};

// The bottom holds what is left of one bucket before those that were brought behind it; then so
// much comes between that all go back on the rungs.
TEST_P(LadderBursts, KeepOrderInABottomThatWasFilledUp) {
  RandomStream random(11, "ladder", "bursts");
  Pair pair;
  for (int step = 0; step < 200'000; ++step) {
    const bool burst_is_over = pair.size() <= GetParam().pending;
    while (pair.size() < GetParam().pending) {
      pair.push_in(random.below(2'000'000'000));
    }
    const bool crosses_buckets = (pair.now() + 300'000) >> 24U != pair.now() >> 24U;
    const bool comes = burst_is_over && (crosses_buckets || step % 97 == 0);
    for (int count = 0; comes && count < 700; ++count) {
      pair.push_in(random.below(GetParam().within_ns));
    }
    ASSERT_TRUE(pair.pop_until(kEver / 2, 1)) << "step " << step;
  }
}

// Buckets that are sorted whole, and such that are spread over the rung below first.
INSTANTIATE_TEST_SUITE_P(Buckets,
                         LadderBursts,
                         ::testing::Values(Bursts{.pending = 2000, .within_ns = 30'000'000},
                                           Bursts{.pending = 50'000, .within_ns = 300'000},
                                           Bursts{.pending = 200'000, .within_ns = 50'000}));

TEST(Ladder, ReachesTheEndOfTheClock) {
  Pair pair;
  pair.push_in(kEver);
  pair.push_in(kEver - 1);
  pair.push_in(0);
  EXPECT_TRUE(pair.pop_until(kEver, 10));
}

TEST(Ladder, FindsNothingBeforeTheFirst) {
  NothingIsDead filter;
  Ladder<NothingIsDead> ladder(filter);
  Entry first{};
  EXPECT_FALSE(ladder.pop(kEver, first));
  ladder.push({100, 0, 0});
  EXPECT_FALSE(ladder.pop(99, first));
  EXPECT_TRUE(ladder.pop(100, first));
  EXPECT_EQ(ladder.size(), 0U);
}

TEST(Ladder, SweepDropsTheDeadOfEveryBucket) {
  Cancelled cancelled;
  Ladder<Cancelled> ladder(cancelled);
  for (std::uint64_t order = 0; order < 1000; ++order) {
    ladder.push({order * order, order, 0});
  }
  Entry first{};
  ASSERT_TRUE(ladder.pop(kEver, first));  // some lie in the sorted bottom now
  for (std::uint64_t order = 1; order < 1000; order += 2) {
    cancelled.orders.insert(order);
  }
  ladder.sweep();
  EXPECT_LT(ladder.size(), 520U);  // those of the bottom are left to who pops them
  std::uint64_t expected = 2;
  while (ladder.pop(kEver, first)) {
    if (!cancelled.is_dead(first)) {
      EXPECT_EQ(first.order, expected);
      expected += 2;
    }
  }
  EXPECT_EQ(expected, 1000U);
  EXPECT_EQ(ladder.size(), 0U);
}

}  // namespace
}  // namespace napkin
