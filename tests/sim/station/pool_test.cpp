#include "sim/station/pool.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/kernel/task_group.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

class PoolTest : public ::testing::Test {
 protected:
  ~PoolTest() override {
    groups_.clear();
    EXPECT_EQ(FramePool::in_use(), frames_before_);
  }

  Pool& pool(const Pool::Options& options) {
    pool_ = std::make_unique<Pool>(kernel_, "connections", options);
    return *pool_;
  }

  /// `name` asks at `when`, and keeps what it gets for `hold`.
  void user(const std::string& name, Time when, Duration hold, Duration timeout = Pool::kForever) {
    auto& group = groups_[name] = std::make_unique<TaskGroup>(kernel_);
    group->start(use(name, when, hold, timeout));
  }

  void kill(const std::string& name) { groups_.at(name)->kill_all(); }

  TaskGroup& group(const std::string& name) { return *groups_.at(name); }

  void run() {
    kernel_.run();
    expect_balance();
    EXPECT_EQ(pool_->in_use(), 0);
    EXPECT_EQ(pool_->waiting(), 0);
  }

  void expect_balance() const {
    const Pool::Counts& counts = pool_->counts();
    EXPECT_EQ(counts.asked,
              counts.granted + counts.timed_out + counts.withdrawn + pool_->waiting());
  }

  const long frames_before_ = FramePool::in_use();
  Kernel kernel_;
  std::vector<std::pair<std::string, Duration>> granted_;
  std::vector<std::pair<std::string, Duration>> timed_out_;

 private:
  Task<void> use(std::string name, Time when, Duration hold, Duration timeout) {
    co_await delay(kernel_, when);
    const Lease lease = co_await pool_->check_out(*groups_.at(name), timeout);
    (lease.held() ? granted_ : timed_out_).emplace_back(name, kernel_.now());
    co_await delay(kernel_, lease.held() ? hold : 0s);
  }

  std::unique_ptr<Pool> pool_;
  std::map<std::string, std::unique_ptr<TaskGroup>> groups_;
};

TEST_F(PoolTest, HandsOutUpToItsMaximum) {
  pool({.minimum = 2, .maximum = 2});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 2ms, 10ms);
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 1ms), Pair("c", 10ms)));
}

TEST_F(PoolTest, NobodyOvertakesWhoWaits) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 10ms, 10ms);  // asks at the instant at which a gives back
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 10ms), Pair("c", 20ms)));
}

TEST_F(PoolTest, OpensBeyondItsMinimumAtACost) {
  Pool& connections = pool({.minimum = 1, .maximum = 2, .open_cost = 3ms});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 2ms, 10ms);  // takes over from a at no cost
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 4ms), Pair("c", 10ms)));
  EXPECT_EQ(connections.counts().opened, 1);
}

TEST_F(PoolTest, ClosesBeyondItsMinimumWhenNobodyWaits) {
  Pool& connections = pool({.minimum = 0, .maximum = 2, .open_cost = 3ms});
  user("a", 0ms, 1ms);
  user("b", 10ms, 1ms);
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 3ms), Pair("b", 13ms)));
  EXPECT_EQ(connections.counts().opened, 2);
}

TEST_F(PoolTest, AWaitTimesOut) {
  Pool& connections = pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms, 5ms);
  user("c", 2ms, 10ms, 50ms);
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("c", 10ms)));
  EXPECT_THAT(timed_out_, ElementsAre(Pair("b", 6ms)));
  EXPECT_EQ(connections.counts().timed_out, 1);
}

TEST_F(PoolTest, AGrantAtTheInstantOfTheTimeOutDecidesByOrder) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms, 9ms);  // its timer was set after a began to hold
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 10ms)));
  EXPECT_THAT(timed_out_, IsEmpty());
}

TEST_F(PoolTest, WhoIsPausedLearnsOnlyAfterwardsWhatItGot) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 2ms, 10ms);
  group("b").pause();
  kernel_.run_until(50ms);
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms)));
  group("b").resume();
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 50ms), Pair("c", 60ms)));
}

TEST_F(PoolTest, WhoseTimeOutCameDuringItsPauseGetsNothing) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms, 5ms);
  user("c", 2ms, 10ms);
  group("b").pause();
  kernel_.run_until(50ms);
  EXPECT_THAT(timed_out_, IsEmpty());
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("c", 10ms)));
  group("b").resume();
  run();
  EXPECT_THAT(timed_out_, ElementsAre(Pair("b", 50ms)));
}

TEST_F(PoolTest, WhoDiesPausedGivesBackWhatItDidNotKnowItHad) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 2ms, 10ms);
  group("b").pause();
  kernel_.run_until(50ms);
  kill("b");
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("c", 50ms)));
}

TEST_F(PoolTest, WhoDiesHoldingGivesBack) {
  pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 1h);
  user("b", 1ms, 10ms);
  kernel_.run_until(5ms);
  kill("a");
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("b", 5ms)));
}

TEST_F(PoolTest, WhoDiesWaitingLeavesTheLine) {
  Pool& connections = pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms, 1h);
  user("c", 2ms, 10ms);
  kernel_.run_until(5ms);
  kill("b");
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("c", 10ms)));
  EXPECT_EQ(connections.counts().withdrawn, 1);
}

TEST_F(PoolTest, WhoDiesBetweenGrantAndWakeUpGivesBack) {
  Pool& connections = pool({.minimum = 1, .maximum = 1});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  user("c", 2ms, 10ms);
  kernel_.run_until(10ms - 1ns);
  while (connections.counts().granted == 1) {
    ASSERT_TRUE(kernel_.run_next(10ms));
  }
  kill("b");
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("a", 0ms), Pair("c", 10ms)));
}

TEST_F(PoolTest, WhatWasHalfOpenedIsOpenedAnewForTheNext) {
  Pool& connections = pool({.minimum = 0, .maximum = 1, .open_cost = 4ms});
  user("a", 0ms, 10ms);
  user("b", 1ms, 10ms);
  kernel_.run_until(3ms);
  kill("a");
  run();
  EXPECT_THAT(granted_, ElementsAre(Pair("b", 7ms)));
  EXPECT_EQ(connections.counts().opened, 2);
}

TEST_F(PoolTest, KillingProcessesThatWaitForEachOtherFreesAll) {
  Pool& connections = pool({.minimum = 1, .maximum = 1});
  TaskGroup host(kernel_);
  const auto hold = [&]() -> Task<void> {
    const Lease lease = co_await connections.check_out();
    co_await delay(kernel_, 1h);
  };
  for (int process = 0; process < 5; ++process) {
    host.start(hold());
  }
  kernel_.run_until(1ms);
  EXPECT_EQ(connections.waiting(), 4);
  host.kill_all();
  EXPECT_EQ(connections.in_use(), 0);
  run();
}

TEST_F(PoolTest, ALeaseMayMoveAndEndEarly) {
  Pool& connections = pool({.minimum = 1, .maximum = 1});
  TaskGroup host(kernel_);
  const auto hold = [&]() -> Task<void> {
    Lease outer;
    {
      Lease inner = co_await connections.check_out();
      outer = std::move(inner);
    }
    EXPECT_EQ(connections.in_use(), 1);
    outer.release();
    outer.release();
    EXPECT_EQ(connections.in_use(), 0);
  };
  host.start(hold());
  run();
}

TEST(Lock, LetsOneInAtATime) {
  Kernel kernel;
  Lock lock(kernel, "lock");
  TaskGroup group(kernel);
  int inside = 0;
  int most = 0;
  std::vector<int> order;
  const auto enter = [&](int number) -> Task<void> {
    const Lease guard = co_await lock.check_out();
    order.push_back(number);
    most = std::max(most, ++inside);
    co_await delay(kernel, 1ms);
    --inside;
  };
  for (int number = 1; number <= 4; ++number) {
    group.start(enter(number));
  }
  kernel.run();
  EXPECT_EQ(most, 1);
  EXPECT_THAT(order, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(kernel.now(), 4ms);
}

}  // namespace
}  // namespace napkin
