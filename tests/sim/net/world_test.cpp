#include "sim/net/world.h"

#include <optional>

#include "tests/sim/net/net_fixture.h"

namespace napkin {
namespace {

using testing::Worker;

/// Two regions, 20 ms apart on the average, whose clients call both servers again and again.
class TwoRegions {
 public:
  explicit TwoRegions(std::uint64_t seed) : world_(seed) {
    LinkOptions line;
    line.latency = Law::exponential(20ms);
    line.loss = 0.01;
    for (const char* name : {"east", "west"}) {
      Region& region = world_.add_region({.name = name});
      servers_.push_back(std::make_unique<Worker>(
          region.add_host({.name = name, .cores = {}, .access = {}}), 1ms));
    }
    world_.connect(*world_.regions()[0], *world_.regions()[1], line);
    for (const auto& region : world_.regions()) {
      Host& client =
          region->add_host({.name = region->name() + ".client", .cores = {}, .access = {}});
      for (std::uint64_t number = 0; number < 5; ++number) {
        client.tasks().start(keep_calling(client, number));
      }
    }
  }

  ~TwoRegions() { stop(); }

  void run_in_steps(Time limit, Duration step) {
    for (Time until = step; until < limit; until += step) {
      world_.run_until(until);
    }
    world_.run_until(limit);
  }

  void stop() { world_.stop(); }

  [[nodiscard]] World& world() { return world_; }

  [[nodiscard]] std::uint64_t fingerprint() const { return world_.fingerprint(); }

 private:
  Task<void> keep_calling(Host& host, std::uint64_t number) {
    while (true) {
      Worker& server = *servers_[number++ % 2];
      const Time deadline = host.kernel().now() + 100ms;
      const Reply reply =
          co_await Call(host, server, Request{.value = number, .deadline = deadline});
      co_await host.sleep(reply.ok() ? 3ms : 11ms);
    }
  }

  World world_;
  std::vector<std::unique_ptr<Worker>> servers_;
};

std::uint64_t fingerprint_of(std::uint64_t seed, Duration step) {
  TwoRegions regions(seed);
  regions.run_in_steps(2s, step);
  EXPECT_GT(regions.world().events(), 1000U);
  return regions.fingerprint();
}

TEST(World, WindowsDoNotChangeARun) {
  const std::uint64_t whole = fingerprint_of(1, 2s);
  for (const Duration step :
       std::initializer_list<Duration>{1s, 10ms, 9999999ns, 333us, 1234567ns}) {
    EXPECT_EQ(fingerprint_of(1, step), whole) << step.count() << " ns at a time";
  }
}

/// Asks every `events`; ends the run after so many questions.
class CountingWatch final : public World::Watch {
 public:
  CountingWatch(std::uint64_t events, int questions_max)
      : events_(events), questions_max_(questions_max) {}

  std::uint64_t events_until_asked() override { return events_; }

  bool may_go_on(Region&, Time) override { return ++questions <= questions_max_; }

  int questions = 0;

 private:
  std::uint64_t events_;
  int questions_max_;
};

TEST(World, BeingWatchedDoesNotChangeARun) {
  TwoRegions regions(1);
  CountingWatch watch(7, 1'000'000);
  EXPECT_TRUE(regions.world().run_until(2s, watch));
  EXPECT_GT(watch.questions, 100);
  EXPECT_EQ(regions.fingerprint(), fingerprint_of(1, 2s));
}

TEST(World, AWatchEndsARunBetweenTwoEvents) {
  TwoRegions regions(1);
  CountingWatch watch(1, 100);
  EXPECT_FALSE(regions.world().run_until(2s, watch));
  EXPECT_EQ(watch.questions, 101);
  EXPECT_LT(regions.world().horizon(), 2s);
  for (const auto& region : regions.world().regions()) {
    EXPECT_LT(region->kernel().now(), regions.world().horizon());
  }
}

TEST(World, ASeedMakesItsOwnRun) {
  EXPECT_NE(fingerprint_of(1, 2s), fingerprint_of(2, 2s));
}

TEST(World, KeepsMessagesAndLeaksNothing) {
  const long frames_before = FramePool::in_use();
  {
    TwoRegions regions(1);
    regions.run_in_steps(1s, 1s);
    regions.stop();
    Region::MessageCounts total;
    for (const auto& region : regions.world().regions()) {
      const Region::MessageCounts& counts = region->messages();
      EXPECT_GT(counts.arrived, 100);
      total.sent += counts.sent;
      total.arrived += counts.arrived;
      total.lost += counts.lost;
      total.under_way += counts.under_way;
      EXPECT_EQ(region->calls().open_calls(), 0U);
    }
    EXPECT_GT(total.lost, 0);
    EXPECT_GT(total.under_way, 0);
    EXPECT_EQ(total.sent, total.arrived + total.lost + total.under_way);
    EXPECT_EQ(regions.world().pending(), 0U);
  }
  EXPECT_EQ(FramePool::in_use(), frames_before);
}

TEST(World, RunsUpToAndIncludingItsLimit) {
  World world(1);
  Region& region = world.add_region({});
  Host& host = region.add_host({.name = "host", .cores = {}, .access = {}});
  int woken = 0;
  const auto sleeper = [&]() -> Task<void> {
    co_await host.sleep(1s);
    ++woken;
  };
  host.tasks().start(sleeper());
  world.run_until(1s - 1ns);
  EXPECT_EQ(woken, 0);
  world.run_until(1s);
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(world.horizon(), 1s + 1ns);
}

// The other region would have run the instant of arrival, were it not handed over first.
TEST(World, HandsOverWhatWasSentBetweenTwoRuns) {
  World world(1);
  Region& east = world.add_region({.name = "east"});
  Region& west = world.add_region({.name = "west"});
  LinkOptions line;
  line.latency = Law::constant(10ms);
  world.connect(east, west, line);
  Host& sender = east.add_host({.name = "sender", .cores = {}, .bandwidth_bps = 0, .access = {}});
  Worker receiver(west.add_host({.name = "receiver", .cores = {}, .access = {}}), 0ms);
  world.run_until(1s);
  post(sender, receiver, Request{.value = 7});
  world.run_until(1s + 10ms);
  EXPECT_THAT(receiver.values, ::testing::ElementsAre(7U));
  world.stop();
}

/// Knows nobody.
class NoOne final : public Target {
 public:
  explicit NoOne(Region& region) : region_(region) {}

  [[nodiscard]] Region& region() const override { return region_; }

  Endpoint* route(const Request&, Host&, const Endpoint*) override { return nullptr; }

 private:
  Region& region_;
};

TEST(World, TheEdgeOfARegionAnswersWhenNobodyElseCan) {
  World world(1);
  Region& east = world.add_region({.name = "east"});
  Region& west = world.add_region({.name = "west"});
  LinkOptions line;
  line.latency = Law::constant(10ms);
  world.connect(east, west, line);
  Host& caller = east.add_host({.name = "caller", .cores = {}, .bandwidth_bps = 0, .access = {}});
  west.add_host({.name = "edge", .cores = {}, .bandwidth_bps = 0, .access = {}});
  NoOne target(west);
  std::optional<Status> status;
  Time at{0};
  const auto ask = [&]() -> Task<void> {
    status = (co_await Call(caller, target, Request{})).status;
    at = east.kernel().now();
  };
  caller.tasks().start(ask());
  world.run_until(1s);
  EXPECT_EQ(status, Status::kUnavailable);
  EXPECT_EQ(at, 20ms);
  world.stop();
}

TEST(World, NoMessageIsFasterThanHalfTheMeanLatency) {
  World world(1);
  Region& east = world.add_region({.name = "east"});
  Region& west = world.add_region({.name = "west"});
  LinkOptions line;
  line.latency = Law::exponential(10ms);
  world.connect(east, west, line);
  Host& sender = east.add_host({.name = "sender", .cores = {}, .bandwidth_bps = 0, .access = {}});
  Worker receiver(west.add_host({.name = "receiver", .cores = {}, .access = {}}), 0ms);
  for (int message = 0; message < 100; ++message) {
    post(sender, receiver, Request{});
  }
  world.run_until(5ms - 1ns);
  EXPECT_EQ(receiver.handled, 0);
  world.run_until(5ms);
  EXPECT_GT(receiver.handled, 10);  // 1 - exp(-1/2), 39 of 100, come at this very instant
  world.stop();
}

}  // namespace
}  // namespace napkin
