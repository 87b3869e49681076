#include <algorithm>

#include "sim/net/link.h"
#include "tests/sim/net/net_fixture.h"

namespace napkin {
namespace {

using ::testing::ElementsAre;
using testing::Ended;
using testing::NetTest;
using testing::Worker;

using LineTest = NetTest;

TEST_F(LineTest, LatencyGrowsWithDistance) {
  Worker near_one(*client_, 0ms);
  call_at(0s, near_one);
  call_at(0s, server("zone", 0ms));
  call_at(0s, server("city", 0ms, 1));
  run_until(1s);
  EXPECT_THAT(
      ended(),
      ElementsAre(Ended{Status::kOk, 20us}, Ended{Status::kOk, 500us}, Ended{Status::kOk, 4ms}));
}

TEST_F(LineTest, BandwidthSendsOneMessageAfterTheOther) {
  // 125 kB at 1 Gb/s take 1 ms.
  Host& sender =
      region_.add_host({.name = "sender", .cores = {}, .bandwidth_bps = 1e9, .access = {}});
  Worker& api = server("api", 0ms);
  for (int message = 0; message < 3; ++message) {
    post(sender, api, Request{.bytes = 125'000});
  }
  for (int step = 1; step <= 3; ++step) {
    run_until(step * 1ms + 250us - 1ns);
    EXPECT_EQ(api.handled, step - 1);
    run_until(step * 1ms + 250us);
    EXPECT_EQ(api.handled, step);
  }
}

TEST_F(LineTest, AccessAddsToBothDirections) {
  LinkOptions last_mile;
  last_mile.latency = Law::constant(30ms);
  Host& phone =
      region_.add_host({.name = "phone", .cores = {}, .bandwidth_bps = 0, .access = last_mile});
  Worker& api = server("api", 0ms);
  Time done{0};
  const auto ask = [&]() -> Task<void> {
    co_await Call(phone, api, Request{});
    done = region_.kernel().now();
  };
  phone.tasks().start(ask());
  run_until(1s);
  EXPECT_EQ(done, 60ms + 500us);
}

TEST_F(LineTest, ASlowLinkAddsToItsLatency) {
  Worker& api = server("api", 0ms);
  api.host().extra_latency = 5ms;
  call_at(0s, api);
  run_until(1s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 10500us}));
}

/// A region whose lines within a zone are bad in one way.
class BadLine : public NetTest {
 protected:
  Region& bad_region(const LinkOptions& line) {
    Region& region = world_.add_region({.name = "bad", .same_zone = line});
    world_.connect(region_, region, LinkOptions::national());
    sender_ = &region.add_host({.name = "sender", .cores = {}, .bandwidth_bps = 0, .access = {}});
    receiver_ = std::make_unique<Worker>(
        region.add_host({.name = "receiver", .cores = {}, .bandwidth_bps = 0, .access = {}}), 0ms);
    return region;
  }

  ~BadLine() override { stop(); }

  /// So many calls, one each millisecond, with a time-out of a second.
  void call_often(int count) {
    const auto ask =
        [](Host& host, Worker& server, int number, std::vector<Status>& results) -> Task<void> {
      co_await host.sleep(number * 1ms);
      const Time deadline = host.kernel().now() + 1s;
      const Reply reply = co_await Call(
          host, server, Request{.value = static_cast<std::uint64_t>(number), .deadline = deadline});
      results.push_back(reply.status);
    };
    for (int number = 0; number < count; ++number) {
      sender_->tasks().start(ask(*sender_, *receiver_, number, results_));
    }
  }

  Host* sender_ = nullptr;
  std::unique_ptr<Worker> receiver_;
  std::vector<Status> results_;
};

TEST_F(BadLine, LosesMessages) {
  LinkOptions line = LinkOptions::same_zone();
  line.loss = 0.2;
  const Region::MessageCounts& counts = bad_region(line).messages();
  call_often(2000);
  run_until(10s);
  ASSERT_EQ(results_.size(), 2000U);
  // A call succeeds when both messages come through: 0.64, deviation sqrt(0.64 0.36 / 2000) =
  // 0.0107.
  const auto successes = std::count(results_.begin(), results_.end(), Status::kOk);
  EXPECT_NEAR(static_cast<double>(successes) / 2000, 0.64, 3.3 * 0.0107);
  EXPECT_EQ(std::count(results_.begin(), results_.end(), Status::kTimeout), 2000 - successes);
  EXPECT_EQ(counts.sent, counts.arrived + counts.lost);
}

TEST_F(BadLine, ServesDuplicatesAndIgnoresTheSecondReply) {
  LinkOptions line = LinkOptions::same_zone();
  line.duplicate = 1;
  const Region::MessageCounts& counts = bad_region(line).messages();
  call_often(100);
  run_until(10s);
  EXPECT_THAT(results_, ::testing::SizeIs(100));
  EXPECT_THAT(results_, ::testing::Each(Status::kOk));
  EXPECT_EQ(receiver_->handled, 200);
  EXPECT_EQ(counts.duplicated, 100);
  EXPECT_EQ(counts.sent, 400);
  EXPECT_EQ(counts.arrived, 400);
}

TEST_F(BadLine, ReordersMessages) {
  LinkOptions line = LinkOptions::same_zone();
  line.reorder = 0.3;
  line.reorder_delay = 10ms;
  bad_region(line);
  call_often(200);
  run_until(10s);
  EXPECT_EQ(receiver_->handled, 200);
  EXPECT_FALSE(std::is_sorted(receiver_->values.begin(), receiver_->values.end()));
}

TEST_F(BadLine, KeepsTheOrderWhenItIsGood) {
  bad_region(LinkOptions::same_zone());
  call_often(200);
  run_until(10s);
  EXPECT_TRUE(std::is_sorted(receiver_->values.begin(), receiver_->values.end()));
}

TEST_F(LineTest, APartitionBlocksBothDirections) {
  Worker& api = server("api", 10ms);
  const auto cut = [&](bool on) {
    client_->blocks_from = api.host().blocks_to = on ? 1U : 0U;
    api.host().blocks_from = client_->blocks_to = on ? 2U : 0U;
  };
  call_at(0ms, api, {.deadline = 1s});  // its reply does not come through
  call_at(6ms, api, {.deadline = 1s});  // nor its request
  call_at(2s, api, {.deadline = 3s});
  at(5ms, [=] { cut(true); });
  at(1500ms, [=] { cut(false); });
  run_until(4s);
  EXPECT_THAT(ended(),
              ElementsAre(Ended{Status::kTimeout, 1s},
                          Ended{Status::kTimeout, 1s},
                          Ended{Status::kOk, 2s + 10500us}));
  EXPECT_EQ(api.handled, 2);
  EXPECT_EQ(region_.messages().blocked, 2);
}

TEST_F(LineTest, AOneWayPartitionLetsRepliesPassAndNotRequests) {
  Worker& api = server("api", 10ms);
  call_at(0ms, api, {.deadline = 1s});
  call_at(6ms, api, {.deadline = 1s});
  at(5ms, [&] { client_->blocks_from = api.host().blocks_to = 1; });
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 10500us}, Ended{Status::kTimeout, 1s}));
}

TEST_F(LineTest, APartitionLeavesTheOthersAlone) {
  Worker& cut_off = server("cut off", 0ms);
  Worker& other = server("other", 0ms);
  client_->blocks_from = cut_off.host().blocks_to = 1;
  call_at(0ms, cut_off, {.deadline = 1s});
  call_at(0ms, other, {.deadline = 1s});
  run_until(2s);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kOk, 500us}, Ended{Status::kTimeout, 1s}));
}

// As the timeline does it: two bits, one out of the island, one into it.
TEST_F(LineTest, IsolatedHostsStillReachEachOther) {
  Worker& island = server("island", 0ms);
  Worker& second = server("second", 0ms);
  for (Worker* const inside : {&island, &second}) {
    inside->host().blocks_from = 1;
    inside->host().blocks_to = 2;
  }
  client_->blocks_from = 2;
  client_->blocks_to = 1;
  Status within{};
  const auto ask = [&]() -> Task<void> {
    within = (co_await Call(island.host(), second, Request{.deadline = 1s})).status;
  };
  island.host().tasks().start(ask());
  call_at(0ms, island, {.deadline = 1s});
  run_until(2s);
  EXPECT_EQ(within, Status::kOk);
  EXPECT_THAT(ended(), ElementsAre(Ended{Status::kTimeout, 1s}));
}

TEST(Transmitter, IsFreeAfterALull) {
  Transmitter line;
  EXPECT_EQ(line.depart(0ms, 1000, 8e6), 1ms);
  EXPECT_EQ(line.depart(0ms, 1000, 8e6), 2ms);
  EXPECT_EQ(line.depart(10ms, 1000, 8e6), 11ms);
  EXPECT_EQ(line.depart(10ms, 1000, 0), 10ms);
}

TEST(LocalClock, DriftsStepsAndIsSetRight) {
  LocalClock clock;
  EXPECT_EQ(clock.at(5s), 5s);
  clock.set_drift(10s, 1'000'000);  // a millisecond a second
  EXPECT_EQ(clock.at(10s), 10s);
  EXPECT_EQ(clock.at(12s), 12s + 2ms);
  clock.step(-100ms);
  EXPECT_EQ(clock.at(12s), 12s - 98ms);
  clock.set_drift(20s, 0);
  EXPECT_EQ(clock.at(30s), 30s - 90ms);
  clock.set_drift(30s, -1'000'000);
  EXPECT_EQ(clock.at(31s), 31s - 91ms);
}

}  // namespace
}  // namespace napkin
