#include "sim/kernel/task.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/kernel/task_group.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Words = std::vector<std::string>;

/// Writes a word when the frame it lives in is destroyed.
class Farewell {
 public:
  Farewell(Words& words, std::string word) : words_(words), word_(std::move(word)) {}

  ~Farewell() { words_.push_back(word_); }

  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;

 private:
  Words& words_;
  std::string word_;
};

class TaskTest : public ::testing::Test {
 protected:
  ~TaskTest() override {
    group_.kill_all();
    EXPECT_EQ(FramePool::in_use(), frames_before_);
  }

  Task<void> say(std::string word) {
    words_.push_back(word);
    co_return;
  }

  Task<int> answer() { co_return 42; }

  Task<int> answer_later() {
    co_await delay(kernel_, 1s);
    co_return 42;
  }

  Task<int> fail(std::string what) {
    co_await delay(kernel_, 1s);
    throw std::runtime_error(what);
  }

  Task<void> wait_long(std::string word) {
    const Farewell farewell(words_, word);
    co_await delay(kernel_, 1h);
    words_.push_back("not reached");
  }

  const long frames_before_ = FramePool::in_use();
  Words words_;
  Kernel kernel_;
  TaskGroup group_{kernel_};
};

TEST_F(TaskTest, RunsNothingBeforeItIsAwaited) {
  {
    const Task<void> task = say("started");
  }
  EXPECT_THAT(words_, IsEmpty());
}

TEST_F(TaskTest, GivesItsResultToWhoAwaitsIt) {
  int sum = 0;
  const auto add = [this](int& sum) -> Task<void> {
    sum += co_await answer();
    sum += co_await answer_later();
  };
  group_.start(add(sum));
  EXPECT_EQ(sum, 42);
  kernel_.run();
  EXPECT_EQ(sum, 84);
  EXPECT_EQ(group_.size(), 0U);
}

TEST_F(TaskTest, ReturnsWhatCannotBeCopied) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  int value = 0;
  const auto take = [&]() -> Task<void> { value = *co_await make(); };
  group_.start(take());
  EXPECT_EQ(value, 7);
}

TEST_F(TaskTest, ThrowsToWhoAwaitsIt) {
  const auto guard = [this]() -> Task<void> {
    try {
      co_await fail("broken");
    } catch (const std::runtime_error& error) {
      words_.emplace_back(error.what());
    }
  };
  group_.start(guard());
  kernel_.run();
  EXPECT_THAT(words_, ElementsAre("broken"));
}

TEST_F(TaskTest, AnExceptionThatNobodyCatchesReachesRun) {
  const auto outer = [this]() -> Task<void> { co_await fail("broken"); };
  group_.start(outer());
  group_.start(wait_long("killed"));
  EXPECT_THROW(kernel_.run_until(2s), std::runtime_error);
  EXPECT_EQ(group_.size(), 1U);
  EXPECT_EQ(kernel_.now(), 1s);
}

// Symmetric transfer: otherwise the stack would grow by a frame for each child.
TEST_F(TaskTest, AMillionChildrenThatEndAtOnceDoNotGrowTheStack) {
  long sum = 0;
  const auto parent = [this](long& sum) -> Task<void> {
    for (int child = 0; child < 1'000'000; ++child) {
      sum += co_await answer();
    }
  };
  group_.start(parent(sum));
  EXPECT_EQ(sum, 42'000'000);
}

TEST_F(TaskTest, DestroysSuspendedFramesAtEveryDepth) {
  const auto inner = [this]() -> Task<int> {
    const Farewell farewell(words_, "inner");
    co_await delay(kernel_, 1h);
    co_return 1;
  };
  const auto middle = [&]() -> Task<int> {
    const Farewell farewell(words_, "middle");
    co_return co_await inner();
  };
  const auto outer = [&]() -> Task<void> {
    const Farewell farewell(words_, "outer");
    co_await middle();
  };
  group_.start(outer());
  kernel_.run_until(1s);
  group_.kill_all();
  EXPECT_THAT(words_, ElementsAre("inner", "middle", "outer"));
  EXPECT_EQ(kernel_.pending(), 0U);
  kernel_.run();
}

TEST_F(TaskTest, KillsTheNewestFirst) {
  group_.start(wait_long("first"));
  group_.start(wait_long("second"));
  group_.start(wait_long("third"));
  group_.kill_all();
  EXPECT_THAT(words_, ElementsAre("third", "second", "first"));
  EXPECT_EQ(group_.size(), 0U);
}

TEST_F(TaskTest, KillsTheOthersAfterOneInTheMiddleHasEnded) {
  group_.start(wait_long("first"));
  const auto short_lived = [this]() -> Task<void> {
    const Farewell farewell(words_, "ended");
    co_await delay(kernel_, 1s);
  };
  group_.start(short_lived());
  group_.start(wait_long("third"));
  kernel_.run_until(2s);
  EXPECT_EQ(group_.size(), 2U);
  group_.kill_all();
  EXPECT_THAT(words_, ElementsAre("ended", "third", "first"));
}

TEST_F(TaskTest, KillsTheNewestFirstAfterManyHaveComeAndGone) {
  const auto short_lived = [this](int number) -> Task<void> {
    co_await delay(kernel_, Duration{1s} + Duration{number % 7});
  };
  for (int number = 0; number < 1000; ++number) {
    group_.start(short_lived(number));
    if (number % 250 == 0) {
      group_.start(wait_long("after " + std::to_string(number)));
    }
    if (number % 100 == 99) {
      kernel_.run_until(kernel_.now() + 2s);
    }
  }
  EXPECT_EQ(group_.size(), 4U);
  group_.kill_all();
  EXPECT_THAT(words_, ElementsAre("after 750", "after 500", "after 250", "after 0"));
}

TEST_F(TaskTest, SpawnedProcessesStartInOrderAndNotAtOnce) {
  const auto parent = [this]() -> Task<void> {
    group_.spawn(say("first child"));
    group_.spawn(say("second child"));
    words_.emplace_back("parent");
    co_return;
  };
  group_.start(parent());
  EXPECT_THAT(words_, ElementsAre("parent"));
  kernel_.run();
  EXPECT_THAT(words_, ElementsAre("parent", "first child", "second child"));
}

TEST_F(TaskTest, KillsWhatWasSpawnedBeforeItsFirstStep) {
  group_.spawn(say("never"));
  group_.kill_all();
  kernel_.run();
  EXPECT_THAT(words_, IsEmpty());
}

TEST_F(TaskTest, NothingBeginsWhileItsGroupIsPaused) {
  group_.spawn(say("before"));
  group_.pause();
  group_.spawn(say("first"));
  group_.start(say("second"));
  kernel_.run();
  EXPECT_THAT(words_, IsEmpty());
  group_.resume();
  group_.spawn(say("last"));
  kernel_.run();
  EXPECT_THAT(words_, ElementsAre("before", "first", "second", "last"));
}

TEST_F(TaskTest, KillsWhatWouldBeginWhenItsGroupGoesOn) {
  group_.pause();
  group_.spawn(say("never"));
  kernel_.run();
  group_.kill_all();
  group_.resume();
  kernel_.run();
  EXPECT_THAT(words_, IsEmpty());
}

TEST_F(TaskTest, AZeroDelayLetsTheRestOfTheInstantRunFirst) {
  const auto patient = [this]() -> Task<void> {
    co_await delay(kernel_, 0s);
    words_.emplace_back("patient");
  };
  group_.start(patient());
  group_.spawn(say("spawned later"));
  group_.start(say("at once"));
  kernel_.run();
  EXPECT_THAT(words_, ElementsAre("at once", "patient", "spawned later"));
}

class Observer final : public TaskObserver<int> {
 public:
  void task_finished(int result) override { results.push_back(result); }

  void task_killed() override { ++killed; }

  std::vector<int> results;
  int killed = 0;
};

TEST_F(TaskTest, TellsItsObserverTheResult) {
  Observer observer;
  group_.start(answer(), observer);
  group_.start(answer_later(), observer);
  EXPECT_THAT(observer.results, ElementsAre(42));
  kernel_.run();
  EXPECT_THAT(observer.results, ElementsAre(42, 42));
  EXPECT_EQ(observer.killed, 0);
}

TEST_F(TaskTest, TellsItsObserverThatItWasKilled) {
  Observer observer;
  group_.start(answer_later(), observer);
  group_.kill_all();
  EXPECT_EQ(observer.killed, 1);
  EXPECT_THAT(observer.results, IsEmpty());
}

TEST_F(TaskTest, AFailureIsNoResult) {
  Observer observer;
  group_.start(fail("broken"), observer);
  EXPECT_THROW(kernel_.run(), std::runtime_error);
  EXPECT_THAT(observer.results, IsEmpty());
  EXPECT_EQ(observer.killed, 0);
}

TEST_F(TaskTest, OneProcessMayKillAnotherGroup) {
  TaskGroup victims(kernel_);
  victims.start(wait_long("victim"));
  const auto killer = [&]() -> Task<void> {
    co_await delay(kernel_, 1s);
    victims.kill_all();
    words_.emplace_back("done");
  };
  group_.start(killer());
  kernel_.run();
  EXPECT_THAT(words_, ElementsAre("victim", "done"));
}

TEST(FramePool, TakesLargeFramesToo) {
  const long before = FramePool::in_use();
  void* const large = FramePool::allocate(100'000);
  void* const small = FramePool::allocate(1);
  EXPECT_EQ(FramePool::in_use(), before + 2);
  FramePool::release(large, 100'000);
  FramePool::release(small, 1);
  EXPECT_EQ(FramePool::in_use(), before);
}

}  // namespace
}  // namespace napkin
