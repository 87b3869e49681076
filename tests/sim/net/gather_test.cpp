#include "sim/net/gather.h"

#include "tests/sim/net/net_fixture.h"

namespace napkin {
namespace {

using testing::NetTest;
using testing::Worker;

class GatherTest : public NetTest {
 protected:
  /// Three replicas that need 1, 2 and 10 ms.
  void add_replicas() {
    for (const int work_ms : {1, 2, 10}) {
      replicas_.push_back(&server("replica" + std::to_string(work_ms), work_ms * 1ms));
    }
  }

  /// Asks all three for `needed` successes until `deadline`; notes when it went on.
  Task<void> ask(std::size_t needed, Time deadline) {
    Gather replies(*client_, 3);
    for (Worker* const replica : replicas_) {
      replies.send(*replica, Request{.value = 1});
    }
    co_await replies.until(needed, deadline);
    done_at_ = region_.kernel().now();
    successes_ = replies.successes();
    under_way_ = replies.under_way();
  }

  void start(Task<void> task) { client_->tasks().start(std::move(task)); }

  std::vector<Worker*> replicas_;
  Time done_at_{-1};
  std::size_t successes_ = 0;
  std::size_t under_way_ = 0;
};

TEST_F(GatherTest, GoesOnWhenTheQuorumIsReached) {
  add_replicas();
  start(ask(2, 1s));
  run_until(2s);
  EXPECT_EQ(done_at_, 2500us);
  EXPECT_EQ(successes_, 2U);
  EXPECT_EQ(under_way_, 1U);
}

TEST_F(GatherTest, GoesOnWhenTheQuorumHasBecomeImpossible) {
  add_replicas();
  replicas_[0]->status = Status::kConflict;
  replicas_[1]->status = Status::kConflict;
  start(ask(2, 1s));
  run_until(2s);
  EXPECT_EQ(done_at_, 2500us);
  EXPECT_EQ(successes_, 0U);
}

TEST_F(GatherTest, GoesOnAtItsDeadline) {
  add_replicas();
  start(ask(3, 5ms));
  run_until(2s);
  EXPECT_EQ(done_at_, 5ms);
  EXPECT_EQ(successes_, 2U);
  EXPECT_EQ(under_way_, 1U);
}

TEST_F(GatherTest, DoesNotWaitForNothingOrForWhatCannotBe) {
  add_replicas();
  start(ask(0, 1s));
  EXPECT_EQ(done_at_, 0s);
  done_at_ = Time{-1};
  start(ask(4, 1s));
  EXPECT_EQ(done_at_, 0s);
  done_at_ = Time{-1};
  start(ask(2, 0s));
  EXPECT_EQ(done_at_, 0s);
  run_until(1s);
}

TEST_F(GatherTest, CountsARefusalAsAFailure) {
  add_replicas();
  replicas_[1]->host().crash();
  start(ask(3, 1s));
  run_until(2s);
  EXPECT_EQ(done_at_, 500us);
}

TEST_F(GatherTest, MayBeAwaitedAgain) {
  add_replicas();
  std::vector<Time> times;
  std::vector<Status> last;
  const auto twice = [&]() -> Task<void> {
    Gather replies(*client_, 3);
    replies.send(*replicas_[0], Request{});
    replies.send(*replicas_[2], Request{});
    co_await replies.until(1, kTimeMax);
    times.push_back(region_.kernel().now());
    EXPECT_TRUE(replies.ended(0));
    EXPECT_FALSE(replies.ended(1));
    EXPECT_EQ(replies.reply(1).status, Status::kTimeout);
    replies.send(*replicas_[1], Request{});
    co_await replies.until_all_ended(5ms);
    times.push_back(region_.kernel().now());
    co_await replies.until_all_ended(kTimeMax);
    times.push_back(region_.kernel().now());
    EXPECT_EQ(replies.successes(), 3U);
  };
  start(twice());
  run_until(1s);
  EXPECT_THAT(times, ::testing::ElementsAre(1500us, 5ms, 10500us));
}

TEST_F(GatherTest, MayBeDestroyedWhileWaiting) {
  add_replicas();
  start(ask(3, 1s));
  at(1700us, [&] { client_->crash(); });
  run_until(2s);
  EXPECT_EQ(done_at_, Time{-1});
  EXPECT_EQ(region_.calls().open_calls(), 0U);
}

TEST_F(GatherTest, ItsDeadlineWaitsForAPausedHost) {
  add_replicas();
  start(ask(3, 5ms));
  at(3ms, [&] { client_->pause(); });
  at(8ms, [&] { client_->resume(); });
  run_until(1s);
  EXPECT_EQ(done_at_, 8ms);
  EXPECT_EQ(successes_, 2U);
}

TEST_F(GatherTest, AHeldDeadlineDoesNotEndTheNextWait) {
  add_replicas();
  std::vector<Time> times;
  const auto twice = [&]() -> Task<void> {
    Gather replies(*client_, 3);
    for (Worker* const replica : replicas_) {
      replies.send(*replica, Request{});
    }
    co_await replies.until(2, 5ms);  // its second reply is held before its deadline is
    times.push_back(region_.kernel().now());
    co_await replies.until(3, 1s);
    times.push_back(region_.kernel().now());
  };
  start(twice());
  at(2ms, [&] { client_->pause(); });
  at(8ms, [&] { client_->resume(); });
  run_until(1s);
  EXPECT_THAT(times, ::testing::ElementsAre(8ms, 10500us));
}

}  // namespace
}  // namespace napkin
