// Timers that are nearly always disarmed: a slot's entry in the queue outlives many of them.
#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sim/kernel/kernel.h"
#include "tests/sim/kernel/recorded_event.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using testing::Log;
using testing::RecordedEvent;

class Timers : public ::testing::Test {
 protected:
  RecordedEvent& event(int number) { return events_.emplace_back(log_, number); }

  Log log_;
  std::deque<RecordedEvent> events_;
  Kernel kernel_;
};

TEST_F(Timers, ASlotThatIsArmedForLaterFiresThen) {
  kernel_.disarm(kernel_.arm(1s, event(1)));
  kernel_.arm(3s, event(2));
  kernel_.schedule_at(2s, event(3));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(3, 2));
  EXPECT_EQ(kernel_.now(), 3s);
}

TEST_F(Timers, ASlotThatIsArmedForSoonerFiresThen) {
  kernel_.disarm(kernel_.arm(3s, event(1)));
  kernel_.arm(1s, event(2));
  kernel_.schedule_at(2s, event(3));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(2, 3));
}

// Its place among equal times is that of when it was armed, not of the entry that it inherits.
TEST_F(Timers, ASlotThatIsArmedForTheSameTimeTakesItsTurn) {
  const TimerId first = kernel_.arm(1s, event(1));
  kernel_.schedule_at(1s, event(2));
  kernel_.disarm(first);
  kernel_.arm(1s, event(3));
  kernel_.schedule_at(1s, event(4));
  kernel_.run();
  EXPECT_THAT(log_, ElementsAre(2, 3, 4));
}

TEST_F(Timers, OneThatIsPutOffBeyondTheLimitWaitsForIt) {
  kernel_.disarm(kernel_.arm(1s, event(1)));
  kernel_.arm(3s, event(2));
  kernel_.run_until(2s);
  EXPECT_EQ(kernel_.pending(), 1U);
  kernel_.schedule_at(2s, event(3));
  kernel_.run_until(4s);
  EXPECT_THAT(log_, ElementsAre(3, 2));
  EXPECT_EQ(kernel_.pending(), 0U);
}

TEST_F(Timers, OneThatHasFiredIsNotDisarmedAsArmedUnderTheSanitizer) {
  if (!kUnderAddressSanitizer) {
    GTEST_SKIP() << "only a sanitized build looks";
  }
  TimerId timer = kernel_.arm(1s, event(1));
  kernel_.run();
  EXPECT_DEATH(kernel_.disarm_armed(timer), "is_armed");
}

TEST_F(Timers, ManyInARowCostOneEntry) {
  RecordedEvent& time_out = event(1);
  RecordedEvent& reply = event(2);
  for (int call = 0; call < 1000; ++call) {
    const TimerId timer = kernel_.arm(kernel_.now() + 5s, time_out);
    kernel_.schedule_in(1ms, reply);
    kernel_.run_until(kernel_.now() + 1ms);
    kernel_.disarm(timer);
  }
  EXPECT_EQ(kernel_.queued(), 1U);
  EXPECT_EQ(kernel_.pending(), 0U);
}

/// A kernel, and what it shall do by the book: every armed timer by time and order.
class Book {
 public:
  void arm(Duration delay) {
    const int number = next_++;
    RecordedEvent& event = events_.emplace_back(log_, number);
    const Time when = kernel_.now() + delay;
    armed_.emplace_back(std::pair(when, number), kernel_.arm(when, event));
    expected_[{when, number}] = number;
  }

  void schedule(Duration delay) {
    const int number = next_++;
    const Time when = kernel_.now() + delay;
    kernel_.schedule_at(when, events_.emplace_back(log_, number));
    expected_[{when, number}] = number;
  }

  /// One of those ever armed, fired or not.
  void disarm(std::uint64_t choice) {
    if (!armed_.empty()) {
      const auto& [place, timer] = armed_[choice % armed_.size()];
      const bool is_armed = kernel_.is_armed(timer);
      RC_ASSERT(is_armed == (expected_.erase(place) == 1));
      kernel_.disarm(timer);
    }
  }

  void run_for(Duration span) {
    log_.clear();
    kernel_.run_until(kernel_.now() + span);
    Log due;
    while (!expected_.empty() && expected_.begin()->first.first <= kernel_.now()) {
      due.push_back(expected_.begin()->second);
      expected_.erase(expected_.begin());
    }
    RC_ASSERT(log_ == due);
    RC_ASSERT(kernel_.pending() == expected_.size());
  }

 private:
  Log log_;
  std::deque<RecordedEvent> events_;
  Kernel kernel_;
  std::vector<std::pair<std::pair<Time, int>, TimerId>> armed_;
  std::map<std::pair<Time, int>, int> expected_;
  int next_ = 0;
};

Duration any_span() {
  const int bits = *rc::gen::inRange(0, 36);
  return Duration{*rc::gen::inRange<std::int64_t>(0, (std::int64_t{1} << bits) + 1)};
}

RC_GTEST_PROP(TimersByTheBook, FireInOrderWhateverIsDone, ()) {
  Book book;
  const int steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    // Bursts beyond the size of the heap, so that buckets are drained and filed again.
    const int burst = *rc::gen::element(1, 1, 3, 30, 300);
    const Duration width = any_span();
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
      case 1:
        for (int count = 1; count <= burst; ++count) {
          book.arm(width / count);
        }
        break;
      case 2:
        for (int count = 1; count <= burst; ++count) {
          book.disarm(static_cast<std::uint64_t>(width.count()) * 7919 +
                      static_cast<std::uint64_t>(count));
        }
        break;
      case 3:
        for (int count = 1; count <= burst; ++count) {
          book.schedule(width / count);
        }
        break;
      default:
        book.run_for(width);
    }
  }
  book.run_for(Duration{std::int64_t{1} << 40});
}

}  // namespace
}  // namespace napkin
