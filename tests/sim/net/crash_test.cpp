#include "sim/net/host.h"
#include "tests/sim/net/net_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using testing::Ended;
using ::testing::IsEmpty;
using testing::NetTest;
using testing::Worker;

class CrashTest : public NetTest {
 protected:
  void crash_at(Time when, Host& host, CrashManner manner = CrashManner::kProcessDies) {
    at(when, [&host, manner] { host.crash(manner); });
  }

  void restart_at(Time when, Host& host) {
    at(when, [&host] { host.restart(); });
  }
};

TEST_F(CrashTest, RefusesWhileItIsDown) {
  Worker& api = server("api");
  crash_at(1s, api.host());
  call_at(2s, api);
  run_until(3s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kRefused, 2s + 500us}));
  EXPECT_EQ(api.handled, 0);
}

TEST_F(CrashTest, ResetsWhatItWasAt) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);
  crash_at(5ms, api.host());
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kReset, 5250us}));
  EXPECT_EQ(api.counts().front().killed, 1);
}

TEST_F(CrashTest, LosesPowerInSilence) {
  Worker& api = server("api", 10ms);
  call_at(0s, api, {.deadline = 100ms});
  call_at(50ms, api, {.deadline = 200ms});
  crash_at(5ms, api.host(), CrashManner::kPowerFails);
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kTimeout, 100ms}, Ended{Status::kTimeout, 200ms}));
}

TEST_F(CrashTest, ServesAgainAfterARestart) {
  Worker& api = server("api");
  crash_at(1s, api.host());
  restart_at(2s, api.host());
  call_at(3s, api);
  run_until(4s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 3s + 1500us}));
}

TEST_F(CrashTest, ItsOwnCallsDieWithIt) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);
  crash_at(5ms, *client_);
  run_until(1s);
  EXPECT_THAT(ended(), IsEmpty());
  EXPECT_EQ(api.counts().front().by_status[0], 1);  // served for nothing
  EXPECT_EQ(region_.calls().open_calls(), 0U);
}

TEST_F(CrashTest, AReplyFromBeforeMeetsNobodyAfterARestart) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);
  crash_at(5ms, *client_);
  restart_at(6ms, *client_);
  run_until(7ms);
  call_at(7ms, api);
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 20500us}));
}

TEST_F(CrashTest, FreesItsCores) {
  Worker& api = server("api", 10ms);
  for (int number = 0; number < 5; ++number) {
    call_at(0s, api);
  }
  crash_at(5ms, api.host());
  run_until(6ms);
  EXPECT_EQ(api.host().cores().jobs(), 0);
  EXPECT_EQ(api.host().cores().counts().withdrawn, 5);
  run_until(1s);
  EXPECT_THAT(ended(), ::testing::Each(Ended{Status::kReset, 5250us}));
}

class Diary final : public HostListener {
 public:
  void host_crashed(DiskFate disk) override {
    entries.emplace_back(disk == DiskFate::kKept ? "crashed" : "crashed and lost its disk");
  }

  void host_restarted() override { entries.emplace_back("restarted"); }

  std::vector<std::string> entries;
};

TEST_F(CrashTest, TellsItsListeners) {
  Host& host = region_.add_host({.name = "host", .cores = {}, .access = {}});
  Diary diary;
  host.add_listener(diary);
  host.restart();  // it is up
  host.crash();
  host.crash();  // it is down
  EXPECT_FALSE(host.up());
  host.restart();
  host.crash(CrashManner::kPowerFails, DiskFate::kLost);
  EXPECT_THAT(diary.entries, ElementsAre("crashed", "restarted", "crashed and lost its disk"));
}

class PauseTest : public NetTest {
 protected:
  void pause_between(Time from, Time until, Host& host) {
    at(from, [&host] { host.pause(); });
    at(until, [&host] { host.resume(); });
  }
};

TEST_F(PauseTest, MessagesWaitForAPausedServer) {
  Worker& api = server("api");
  pause_between(1s, 5s, api.host());
  call_at(2s, api);
  run_until(6s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 5s + 1250us}));
}

TEST_F(PauseTest, WorkStandsStill) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);
  pause_between(5ms, 1s, api.host());
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 1s + 5500us}));
}

TEST_F(PauseTest, TimeOutsWaitForAPausedCaller) {
  Worker& api = server("api", 10s);
  call_at(0s, api, {.deadline = 100ms});
  pause_between(50ms, 1s, *client_);
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kTimeout, 1s}));
}

TEST_F(PauseTest, RepliesAndSleepsWaitForAPausedCaller) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);
  call_at(20ms, api);
  pause_between(5ms, 1s, *client_);
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 1s}, Ended{Status::kOk, 1s + 10500us}));
}

TEST_F(PauseTest, AReplyHeldBeforeTheTimeOutWins) {
  Worker& api = server("api", 10ms);
  std::vector<Ended> results;
  const auto ask = [&]() -> Task<void> {
    Call call(*client_, api, Request{.deadline = 20ms});
    const Reply reply = co_await call;
    results.push_back({reply.status, region_.kernel().now()});
    co_await client_->sleep(5ms);  // the held time-out must not end this sleep
    results.push_back({reply.status, region_.kernel().now()});
  };
  client_->tasks().start(ask());
  pause_between(5ms, 1s, *client_);
  run_until(2s);
  EXPECT_THAT(results, ElementsAre(Ended{Status::kOk, 1s}, Ended{Status::kOk, 1s + 5ms}));
}

TEST_F(PauseTest, MayBeKilledWhilePaused) {
  Worker& api = server("api", 10ms);
  call_at(0s, api);    // in service
  call_at(10ms, api);  // waits at the door
  pause_between(5ms, 1s, api.host());
  at(100ms, [&] { api.host().crash(); });
  run_until(2s);
  EXPECT_THAT(ended(),
              ElementsAre(Ended{Status::kReset, 100250us}, Ended{Status::kRefused, 100250us}));
  EXPECT_FALSE(api.host().paused());
}

TEST_F(PauseTest, MayBeKilledWithEverythingHeld) {
  Worker& api = server("api", 1ms);
  call_at(0s, api, {.deadline = 20ms});    // its reply and its time-out are held
  call_at(50ms, api, {.deadline = 60ms});  // its sleep is held
  at(500us, [&] { client_->pause(); });
  at(100ms, [&] { client_->crash(); });
  run_until(1s);
  EXPECT_THAT(ended(), IsEmpty());
}

TEST_F(PauseTest, ASlowHostTakesLonger) {
  Worker& api = server("api", 10ms);
  api.host().set_speed(0.1);
  call_at(0s, api);
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 100500us}));
}

TEST_F(PauseTest, ASlowHostIsStillSlowAfterAPause) {
  Worker& api = server("api", 10ms);
  api.host().set_speed(0.1);
  api.host().pause();
  call_at(0s, api);
  at(1s, [&] { api.host().resume(); });
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 1s + 100250us}));
}

}  // namespace
}  // namespace napkin
