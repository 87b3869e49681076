// The same work on ns-3's core, with each of its schedulers and the same random numbers.
#include <deque>
#include <memory>
#include <string>
#include <vector>

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#endif
#include <ns3/object-factory.h>
#include <ns3/simulator.h>
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

#include "tests/bench/kernel/draw.h"
#include "tests/bench/kernel/run_events.h"

namespace napkin::bench {
namespace {

using ns3::NanoSeconds;
using ns3::Simulator;

constexpr auto kTimeOut = Duration{30s};
constexpr std::int64_t kCustomers = 1'000'000;

/// ns-3's simulator is a global: a benchmark begins it with a scheduler and ends it.
class Session {
 public:
  explicit Session(const std::string& scheduler) {
    ns3::ObjectFactory factory;
    factory.SetTypeId("ns3::" + scheduler + "Scheduler");
    Simulator::SetScheduler(factory);
  }

  ~Session() { Simulator::Destroy(); }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void run(std::int64_t count) {
    left_ = count;
    Simulator::Run();
  }

  /// One of those to be counted has happened; stops after the last one.
  void count_down() {
    if (--left_ == 0) {
      Simulator::Stop();
    }
  }

 private:
  std::int64_t left_ = 0;
};

struct World {
  explicit World(const std::string& scheduler) : session(scheduler) {}

  Session session;
  Draw draw{1s};
};

class Ticker {
 public:
  explicit Ticker(World& world) : world_(world) { schedule(); }

 private:
  void schedule() { Simulator::Schedule(NanoSeconds(world_.draw.next_ns()), &Ticker::run, this); }

  void run() {
    schedule();
    world_.session.count_down();
  }

  World& world_;
};

void hold(benchmark::State& state, const std::string& scheduler) {
  World world(scheduler);
  std::deque<Ticker> tickers;
  for (std::int64_t index = 0; index < state.range(0); ++index) {
    tickers.emplace_back(world);
  }
  run_events(state, [&](std::int64_t count) { world.session.run(count); });
}

/// M/M/1 by callbacks: the line is a deque of arrival times.
class Shop {
 public:
  explicit Shop(const std::string& scheduler) : session_(scheduler) {
    sojourns_.reserve(2 * kCustomers);
    await_arrival();
  }

  void run(std::int64_t customers) { session_.run(customers); }

 private:
  void await_arrival() { Simulator::Schedule(NanoSeconds(gap_.next_ns()), &Shop::arrive, this); }

  void serve() { Simulator::Schedule(NanoSeconds(work_.next_ns()), &Shop::depart, this); }

  void arrive() {
    line_.push_back(Simulator::Now().GetNanoSeconds());
    if (line_.size() == 1) {
      serve();
    }
    await_arrival();
  }

  void depart() {
    sojourns_.push_back(Simulator::Now().GetNanoSeconds() - line_.front());
    line_.pop_front();
    if (!line_.empty()) {
      serve();
    }
    session_.count_down();
  }

  Session session_;
  Draw gap_{1250ms, "arrivals"};
  Draw work_{1s, "service"};
  std::deque<std::int64_t> line_;
  std::vector<std::int64_t> sojourns_;
};

void single_server(benchmark::State& state, const std::string& scheduler) {
  Shop shop(scheduler);
  run_events(state, [&](std::int64_t count) { shop.run(count); });
}

class Client {
 public:
  explicit Client(World& world) : world_(world) { ask(); }

 private:
  void ask() {
    reply_ = Simulator::Schedule(NanoSeconds(world_.draw.next_ns()), &Client::replied, this);
    time_out_ = Simulator::Schedule(
        NanoSeconds(static_cast<std::uint64_t>(kTimeOut.count())), &Client::timed_out, this);
  }

  void replied() {
    time_out_.Cancel();
    ask();
    world_.session.count_down();
  }

  void timed_out() {
    reply_.Cancel();
    ask();
    world_.session.count_down();
  }

  World& world_;
  ns3::EventId reply_;
  ns3::EventId time_out_;
};

void time_outs(benchmark::State& state, const std::string& scheduler) {
  World world(scheduler);
  std::deque<Client> clients;
  for (std::int64_t index = 0; index < state.range(0); ++index) {
    clients.emplace_back(world);
  }
  run_events(state, [&](std::int64_t count) { world.session.run(count); });
}

void register_scheduler(const std::string& scheduler) {
  using benchmark::RegisterBenchmark;
  const auto name_of = [&](const char* what) { return std::string(what) + "/ns3_" + scheduler; };
  for (const std::int64_t pending : {100, 10'000, 1'000'000}) {
    // The calendar scheduler does not come to an end with a million.
    if (pending < 1'000'000 || scheduler != "Calendar") {
      RegisterBenchmark(name_of("hold").c_str(), hold, scheduler)
          ->Arg(pending)
          ->Iterations(events_for(pending) / 2);
    }
  }
  RegisterBenchmark(name_of("single_server").c_str(), single_server, scheduler)
      ->Iterations(kCustomers / 2);
  for (const std::int64_t clients : {100, 1'000, 100'000}) {
    if (scheduler != "Calendar") {
      RegisterBenchmark(name_of("time_outs").c_str(), time_outs, scheduler)
          ->Arg(clients)
          ->Iterations(clients >= 100'000 ? 4'000'000 : 500'000);
    }
  }
}

[[maybe_unused]] const bool registered = [] {
  for (const char* scheduler : {"PriorityQueue", "Map", "Heap", "Calendar"}) {
    register_scheduler(scheduler);
  }
  return true;
}();

}  // namespace
}  // namespace napkin::bench
