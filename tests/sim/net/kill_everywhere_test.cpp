#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/kernel/random.h"
#include "sim/net/call.h"
#include "sim/net/gather.h"
#include "sim/net/world.h"
#include "sim/station/pool.h"

namespace napkin {
namespace {

/// A database behind a pool of connections.
class Store final : public Endpoint {
 public:
  using Endpoint::Endpoint;

  Task<Reply> handle(const Request& request) override {
    const Lease lease = co_await connections.check_out(3ms);
    if (!lease.held()) {
      co_return Reply::failed(Status::kOverloaded);
    }
    co_await host().work(1ms, static_cast<int>(request.key % 3));
    if (request.key % 4 == 0) {
      request.port->reply_early(Reply{});
      co_await host().sleep(2ms);
    }
    co_return Reply{};
  }

  Pool connections{
      host().kernel(), "connections", {.minimum = 1, .maximum = 3, .open_cost = 500us}};
};

/// Asks all stores, goes on with a majority, and works in the background as long as it is up.
class Front final : public Endpoint, public HostListener {
 public:
  Front(Host& host, std::string address, std::vector<Endpoint*> stores)
      : Endpoint(host, std::move(address)), stores_(std::move(stores)) {
    host.add_listener(*this);
    host_restarted();
  }

  Task<Reply> handle(const Request& request) override {
    co_await host().work(200us);
    Gather replies(host(), stores_.size());
    for (Endpoint* const store : stores_) {
      replies.send(*store, request);
    }
    const std::size_t majority = stores_.size() / 2 + 1;
    co_await replies.until(majority, request.deadline);
    co_return replies.successes() >= majority ? Reply{} : Reply::failed(Status::kUnavailable);
  }

  void host_crashed(DiskFate) override {}

  void host_restarted() override { host().tasks().spawn(check_stores()); }

 private:
  Task<void> check_stores() {
    while (true) {
      for (Endpoint* const store : stores_) {
        const Time deadline = host().kernel().now() + 4ms;
        co_await Call(host(), *store, Request{.key = 1, .deadline = deadline});
      }
      co_await host().sleep(5ms);
    }
  }

  std::vector<Endpoint*> stores_;
};

/// Clients, two fronts and three stores, on lines that lose, double and reorder.
class SmallWorld {
 public:
  explicit SmallWorld(std::uint64_t seed) : world_(seed), chance_(seed, "test", "kills") {
    LinkOptions line = LinkOptions::same_zone();
    line.loss = 0.005;
    line.duplicate = 0.01;
    line.reorder = 0.02;
    Region& region = world_.add_region({.name = "region", .same_zone = line});
    std::vector<Endpoint*> stores;
    for (int number = 0; number < 3; ++number) {
      StationOptions cores;
      cores.servers = 2;
      cores.order = ServiceOrder::kPriority;
      const std::string name = "store" + std::to_string(number);
      stores_.push_back(std::make_unique<Store>(
          region.add_host({.name = name, .cores = cores, .access = {}}), name));
      stores.push_back(stores_.back().get());
    }
    for (int number = 0; number < 2; ++number) {
      const std::string name = "front" + std::to_string(number);
      fronts_.push_back(std::make_unique<Front>(
          region.add_host({.name = name, .cores = {}, .access = {}}), name, stores));
    }
    for (std::uint64_t number = 0; number < 6; ++number) {
      Host& client =
          region.add_host({.name = "client" + std::to_string(number), .cores = {}, .access = {}});
      client.tasks().start(use(client, number));
    }
  }

  ~SmallWorld() { world_.stop(); }

  void run_with_misfortunes(std::uint64_t events, std::uint64_t every) {
    Region& region = *world_.regions().front();
    while (region.kernel().events() < events) {
      ASSERT_TRUE(region.kernel().run_next(kTimeMax - 1ns));
      if (region.kernel().events() % every == 0) {
        strike();
        audit();
      }
    }
  }

  void stop() {
    world_.stop();
    audit();
    Region& region = *world_.regions().front();
    const Region::MessageCounts& counts = region.messages();
    EXPECT_EQ(counts.sent, counts.arrived + counts.lost + counts.blocked + counts.under_way);
    EXPECT_EQ(region.calls().open_calls(), 0U);
    EXPECT_EQ(world_.pending(), 0U);
    for (const auto& store : stores_) {
      EXPECT_EQ(store->connections.in_use(), 0);
      EXPECT_EQ(store->connections.waiting(), 0);
      EXPECT_EQ(store->in_flight(), 0);
    }
  }

  [[nodiscard]] std::uint64_t fingerprint() const { return world_.fingerprint(); }

  [[nodiscard]] std::int64_t successes() const { return successes_; }

 private:
  Task<void> use(Host& client, std::uint64_t number) {
    while (true) {
      const Time deadline = client.kernel().now() + 8ms;
      const Request request{.key = number, .deadline = deadline};
      const Reply reply = co_await Call(client, *fronts_[number % 2], request);
      successes_ += reply.ok() ? 1 : 0;
      ++number;
      co_await client.sleep(1ms);
    }
  }

  /// Turns a host, clients excepted, from one state into another.
  void strike() {
    Region& region = *world_.regions().front();
    Host& host = *region.hosts()[chance_.below(5)];
    const std::uint64_t what = chance_.below(6);
    if (!host.up()) {
      host.restart();
    } else if (host.paused()) {
      what % 2 == 0 ? host.resume() : host.crash();
    } else if (what == 0) {
      host.pause();
    } else if (what == 1) {
      host.set_speed(host.cores().speed() < 1 ? 1 : 0.3);
    } else {
      host.crash(what % 2 == 0 ? CrashManner::kProcessDies : CrashManner::kPowerFails);
    }
  }

  void audit() const {
    for (const auto& host : world_.regions().front()->hosts()) {
      const Station& cores = host->cores();
      const Time now = host->kernel().now();
      const Int128 inside = cores.busy().integral(now) + cores.queue().integral(now);
      EXPECT_TRUE(inside == cores.time_spent(now)) << host->name();
      if (!host->up()) {
        EXPECT_EQ(host->tasks().size(), 0U) << host->name();
        EXPECT_EQ(cores.jobs(), 0) << host->name();
      }
    }
    for (const auto& front : fronts_) {
      audit(*front);
    }
    for (const auto& store : stores_) {
      audit(*store);
      const Pool::Counts& counts = store->connections.counts();
      EXPECT_EQ(
          counts.asked,
          counts.granted + counts.timed_out + counts.withdrawn + store->connections.waiting());
    }
  }

  static void audit(const Endpoint& endpoint) {
    for (const OperationCounts& counts : endpoint.counts()) {
      std::int64_t ended = counts.killed + counts.in_flight;
      for (const std::int64_t replies : counts.by_status) {
        ended += replies;
      }
      EXPECT_EQ(counts.arrived, ended) << endpoint.address();
    }
  }

  World world_;
  RandomStream chance_;
  std::vector<std::unique_ptr<Store>> stores_;
  std::vector<std::unique_ptr<Front>> fronts_;
  std::int64_t successes_ = 0;
};

class KillEverywhere : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(KillEverywhere, NothingBreaksLeaksOrIsLostFromTheBooks) {
  const long frames_before = FramePool::in_use();
  {
    SmallWorld world(GetParam());
    world.run_with_misfortunes(100'000, 1000);
    EXPECT_GT(world.successes(), 100);
    world.stop();
  }
  EXPECT_EQ(FramePool::in_use(), frames_before);
}

// So dense that hosts are struck at every stage of a call.
TEST_P(KillEverywhere, AlsoWhenMisfortunesFollowEachOther) {
  const long frames_before = FramePool::in_use();
  {
    SmallWorld world(GetParam());
    world.run_with_misfortunes(20'000, 7);
    world.stop();
  }
  EXPECT_EQ(FramePool::in_use(), frames_before);
}

TEST_P(KillEverywhere, TheSameMisfortunesMakeTheSameRun) {
  const auto fingerprint = [](std::uint64_t seed) {
    SmallWorld world(seed);
    world.run_with_misfortunes(10'000, 100);
    return world.fingerprint();
  };
  EXPECT_EQ(fingerprint(GetParam()), fingerprint(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Seeds, KillEverywhere, ::testing::Values(1, 2, 3));

}  // namespace
}  // namespace napkin
