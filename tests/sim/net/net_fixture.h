#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/net/call.h"
#include "sim/net/endpoint.h"
#include "sim/net/gather.h"
#include "sim/net/world.h"

namespace napkin::testing {

/// Works for a while on a core of its host, then replies with the request's value plus one.
class Worker final : public Endpoint {
 public:
  Worker(Host& host, Duration work) : Endpoint(host, host.name()), work_(work) {}

  Task<Reply> handle(const Request& request) override {
    ++handled;
    values.push_back(request.value);
    co_await host().work(work_);
    co_return Reply{.status = status, .value = request.value + 1};
  }

  Status status = Status::kOk;
  int handled = 0;
  std::vector<std::uint64_t> values;  // in order of arrival

 private:
  Duration work_;
};

/// How a call ended, and when.
struct Ended {
  Status status{};
  Time at{0};

  friend bool operator==(const Ended&, const Ended&) = default;

  friend void PrintTo(const Ended& ended, std::ostream* out) {
    *out << to_string(ended.status) << " at " << ended.at.count() << " ns";
  }
};

/// A world of one region with a client and servers; at the end nothing must be left.
class NetTest : public ::testing::Test {
 protected:
  NetTest() : region_(world_.add_region({.name = "here", .zones = 2})) {
    client_ = &region_.add_host({.name = "client", .cores = {}, .bandwidth_bps = 0, .access = {}});
  }

  ~NetTest() override {
    stop();
    expect_balance();
    EXPECT_EQ(FramePool::in_use(), frames_before_);
  }

  Worker& server(const std::string& name, Duration work = 1ms, std::uint32_t zone = 0) {
    Host& host = region_.add_host(
        {.name = name, .zone = zone, .cores = {}, .bandwidth_bps = 0, .access = {}});
    return *workers_.emplace_back(std::make_unique<Worker>(host, work));
  }

  /// The client calls at `when`; the result is appended to `ended()` when there is one.
  void call_at(Time when, Endpoint& server, const Request& request = {}) {
    client_->tasks().start(call(when, server, request));
  }

  void at(Time when, std::function<void()> action) {
    actions_.push_back(std::make_unique<Action>(region_.kernel(), when, std::move(action)));
  }

  void run_until(Time limit) { world_.run_until(limit); }

  void stop() {
    actions_.clear();
    world_.stop();
  }

  [[nodiscard]] const std::vector<Ended>& ended() const { return ended_; }

  void expect_balance() {
    Region::MessageCounts total;
    for (const auto& region : world_.regions()) {
      const Region::MessageCounts& counts = region->messages();
      total.sent += counts.sent;
      total.arrived += counts.arrived;
      total.lost += counts.lost;
      total.blocked += counts.blocked;
      total.under_way += counts.under_way;
      EXPECT_EQ(region->calls().open_calls(), 0U);
      EXPECT_EQ(region->kernel().pending(), 0U);
    }
    EXPECT_EQ(total.sent, total.arrived + total.lost + total.blocked + total.under_way);
    for (const auto& worker : workers_) {
      for (const OperationCounts& counts : worker->counts()) {
        std::int64_t ended = counts.killed + counts.in_flight;
        for (const std::int64_t replies : counts.by_status) {
          ended += replies;
        }
        EXPECT_EQ(counts.arrived, ended);
        EXPECT_EQ(counts.in_flight, 0);
      }
    }
  }

  const long frames_before_ = FramePool::in_use();
  World world_{1};
  Region& region_;
  Host* client_;

 private:
  class Action final : public Event {
   public:
    Action(Kernel& kernel, Time when, std::function<void()> action)
        : kernel_(kernel), action_(std::move(action)) {
      kernel_.schedule_at(when, *this);
    }

    ~Action() { kernel_.cancel(*this); }

    void run() override { action_(); }

   private:
    Kernel& kernel_;
    std::function<void()> action_;
  };

  Task<void> call(Time when, Endpoint& server, Request request) {
    co_await client_->sleep(when - client_->kernel().now());
    const Reply reply = co_await Call(*client_, server, request);
    ended_.push_back({reply.status, client_->kernel().now()});
  }

  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<Action>> actions_;
  std::vector<Ended> ended_;
};

}  // namespace napkin::testing
