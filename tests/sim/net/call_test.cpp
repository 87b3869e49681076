#include "sim/net/call.h"

#include "tests/sim/net/net_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using testing::Ended;
using ::testing::IsEmpty;
using testing::NetTest;
using testing::Worker;

using CallTest = NetTest;

// Within a zone a message takes 250 us.
TEST_F(CallTest, GoesThereIsServedAndComesBack) {
  Worker& api = server("api");
  call_at(1s, api);
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 1s + 1500us}));
  EXPECT_EQ(api.counts().front().arrived, 1);
  EXPECT_EQ(api.counts().front().by_status[0], 1);
}

TEST_F(CallTest, ReturnsWhatTheServerSaid) {
  Worker& api = server("api");
  Reply reply;
  const auto ask = [&]() -> Task<void> {
    reply = co_await Call(*client_, api, Request{.value = 41});
  };
  client_->tasks().start(ask());
  run_until(1s);
  EXPECT_EQ(reply.value, 42U);
  EXPECT_TRUE(reply.ok());
}

TEST_F(CallTest, WaitsInLineForACore) {
  Worker& api = server("api");
  call_at(0s, api);
  call_at(0s, api);
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 1500us}, Ended{Status::kOk, 2500us}));
}

TEST_F(CallTest, EndsAtItsDeadline) {
  Worker& api = server("api", 10ms);
  call_at(0s, api, {.deadline = 5ms});
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kTimeout, 5ms}));
  // It was done all the same; the late reply finds nobody.
  EXPECT_EQ(api.counts().front().by_status[0], 1);
}

TEST_F(CallTest, IsNotTriedAfterItsDeadline) {
  Worker& api = server("api");
  call_at(1s, api, {.deadline = 1s});
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kTimeout, 1s}));
  EXPECT_EQ(api.handled, 0);
}

TEST_F(CallTest, ALateReplyDoesNotEndTheNextCall) {
  Worker& slow = server("slow", 10ms);
  Worker& slower = server("slower", 50ms);
  std::vector<Ended> results;
  const auto ask = [&]() -> Task<void> {
    const Reply first = co_await Call(*client_, slow, Request{.deadline = 5ms});
    results.push_back({first.status, client_->kernel().now()});
    const Reply second = co_await Call(*client_, slower, Request{});  // in the same table slot
    results.push_back({second.status, client_->kernel().now()});
  };
  client_->tasks().start(ask());
  run_until(1s);
  EXPECT_THAT(results, ElementsAre(Ended{Status::kTimeout, 5ms}, Ended{Status::kOk, 55ms + 500us}));
}

TEST_F(CallTest, TurnsAwayBeyondTheLimitInFlight) {
  Worker& api = server("api", 10ms);
  api.set_in_flight_max(1);
  call_at(0s, api);
  call_at(1ms, api);
  call_at(20ms, api);
  run_until(1s);
  EXPECT_THAT(ended(),
              ElementsAre(Ended{Status::kOverloaded, 1500us},
                          Ended{Status::kOk, 10500us},
                          Ended{Status::kOk, 30500us}));
  EXPECT_EQ(api.in_flight(), 0);
}

/// Replies at once and goes on working.
class EarlyReplier final : public Endpoint {
 public:
  using Endpoint::Endpoint;

  Task<Reply> handle(const Request& request) override {
    request.port->reply_early(Reply{.value = 7});
    co_await host().sleep(50ms);
    ++finished;
    co_return Reply::failed(Status::kConflict);  // ignored
  }

  int finished = 0;
};

TEST_F(CallTest, AServerMayReplyBeforeItEnds) {
  EarlyReplier api(region_.add_host({.name = "api", .cores = {}, .bandwidth_bps = 0, .access = {}}),
                   "api");
  call_at(0s, api);
  run_until(20ms);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 500us}));
  EXPECT_EQ(api.finished, 0);
  run_until(1s);
  EXPECT_EQ(api.finished, 1);
  EXPECT_EQ(ended().size(), 1U);
  EXPECT_EQ(api.counts().front().arrived, 1);
  EXPECT_EQ(api.in_flight(), 0);
}

TEST_F(CallTest, AServerThatRepliedMayDieAfterwards) {
  EarlyReplier api(region_.add_host({.name = "api", .cores = {}, .bandwidth_bps = 0, .access = {}}),
                   "api");
  call_at(0s, api);
  at(20ms, [&] { api.host().crash(); });
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 500us}));
  EXPECT_EQ(api.finished, 0);
  EXPECT_EQ(api.counts().front().killed, 0);
}

TEST_F(CallTest, APostIsServedAndNobodyWaits) {
  Worker& api = server("api");
  at(1ms, [&] { post(*client_, api, Request{.value = 5}); });
  run_until(1s);
  EXPECT_THAT(api.values, ElementsAre(5U));
  EXPECT_EQ(region_.messages().sent, 1);
  EXPECT_EQ(region_.messages().arrived, 1);
}

/// Chooses what it is told to, and notes the outcomes.
class FixedTarget final : public Target {
 public:
  FixedTarget(Region& region, Endpoint* choice) : region_(region), choice_(choice) {}

  [[nodiscard]] Region& region() const override { return region_; }

  Endpoint* route(const Request&, Host&, const Endpoint*) override { return choice_; }

  void on_outcome(Endpoint&, Status status, Duration) override { outcomes.push_back(status); }

  std::vector<Status> outcomes;

 private:
  Region& region_;
  Endpoint* choice_;
};

TEST_F(CallTest, ATargetLearnsHowItsChoiceDid) {
  Worker& api = server("api", 10ms);
  FixedTarget target(region_, &api);
  const auto ask = [&](Time deadline) -> Task<void> {
    co_await Call(*client_, target, Request{.deadline = deadline});
  };
  client_->tasks().start(ask(1s));
  client_->tasks().start(ask(5ms));
  run_until(2s);
  EXPECT_THAT(target.outcomes, ElementsAre(Status::kTimeout, Status::kOk));
}

TEST_F(CallTest, IsUnavailableWhenTheTargetKnowsNobody) {
  FixedTarget target(region_, nullptr);
  Reply reply;
  const auto ask = [&]() -> Task<void> { reply = co_await Call(*client_, target, Request{}); };
  client_->tasks().start(ask());
  EXPECT_EQ(reply.status, Status::kUnavailable);
  EXPECT_FALSE(post(*client_, target, Request{}));
  EXPECT_EQ(region_.messages().sent, 0);
}

}  // namespace
}  // namespace napkin
