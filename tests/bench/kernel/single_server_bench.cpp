// M/M/1 at 80 % load, every sojourn time kept; nanoseconds per customer.
#include <vector>

#include "sim/kernel/task_group.h"
#include "sim/station/queue_station.h"
#include "sim/stats/histogram.h"
#include "tests/bench/kernel/draw.h"
#include "tests/bench/kernel/run_events.h"

namespace napkin::bench {
namespace {

constexpr std::int64_t kCustomers = 1'000'000;

struct Draws {
  Draw gap{1250ms, "arrivals"};
  Draw work{1s, "service"};
};

std::vector<std::uint64_t> room_for_sojourns() {
  std::vector<std::uint64_t> sojourns(2 * kCustomers);  // touched, so that no page is new later
  sojourns.clear();
  return sojourns;
}

/// No events at all: a customer waits for what the one before still needs.
void lindley(benchmark::State& state) {
  Draws draws;
  std::vector<std::uint64_t> sojourns = room_for_sojourns();
  std::uint64_t sojourn = 0;
  run_events(state, [&](std::int64_t count) {
    for (std::int64_t index = 0; index < count; ++index) {
      const std::uint64_t gap = draws.gap.next_ns();
      const std::uint64_t wait = sojourn > gap ? sojourn - gap : 0;
      sojourn = wait + draws.work.next_ns();
      sojourns.push_back(sojourn);
    }
  });
  benchmark::DoNotOptimize(sojourns.data());
}

/// The bound: the only two pending events are two variables, the line is a ring of arrival times.
class TwoEventLoop {
 public:
  void run(std::int64_t customers) {
    for (std::int64_t left = customers; left > 0;) {
      if (arrival_ < departure_) {
        arrive();
      } else {
        depart();
        --left;
      }
    }
  }

  [[nodiscard]] const std::vector<std::uint64_t>& sojourns() const { return sojourns_; }

 private:
  static constexpr std::size_t kRing = 1 << 12;
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};

  void arrive() {
    line_[tail_++ % kRing] = arrival_;
    if (tail_ - head_ == 1) {
      departure_ = arrival_ + draws_.work.next_ns();
    }
    arrival_ += draws_.gap.next_ns();
  }

  void depart() {
    sojourns_.push_back(departure_ - line_[head_++ % kRing]);
    departure_ = head_ == tail_ ? kNever : departure_ + draws_.work.next_ns();
  }

  Draws draws_;
  std::uint64_t arrival_ = draws_.gap.next_ns();
  std::uint64_t departure_ = kNever;
  std::vector<std::uint64_t> line_ = std::vector<std::uint64_t>(kRing);
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::vector<std::uint64_t> sojourns_ = room_for_sojourns();
};

void two_event_loop(benchmark::State& state) {
  TwoEventLoop loop;
  run_events(state, [&](std::int64_t count) { loop.run(count); });
  benchmark::DoNotOptimize(loop.sojourns().data());
}

/// Ours, with all that a user gets: a process per customer, the station's counts and time averages,
/// a histogram of sojourn times.
class Shop final : public Event {
 public:
  Shop() { kernel_.schedule_in(draws_.gap.next(), *this); }

  ~Shop() { kernel_.discard_pending(); }

  void run() override {
    group_.start(visit());
    kernel_.schedule_in(draws_.gap.next(), *this);
  }

  void run_customers(std::int64_t customers) {
    const std::int64_t enough = sojourns_.count() + customers;
    while (sojourns_.count() < enough) {
      kernel_.run_next(kTimeMax);
    }
  }

 private:
  Task<void> visit() {
    const Time arrived = kernel_.now();
    co_await server_.serve(draws_.work.next());
    sojourns_.record((kernel_.now() - arrived).count());
  }

  Kernel kernel_;
  Draws draws_;
  Histogram sojourns_;
  QueueStation server_{kernel_, "server", {}};
  TaskGroup group_{kernel_};
};

void process(benchmark::State& state) {
  Shop shop;
  run_events(state, [&](std::int64_t count) { shop.run_customers(count); });
}

BENCHMARK(lindley)->Name("single_server/lindley")->Iterations(kCustomers);
BENCHMARK(two_event_loop)->Name("single_server/two_event_loop")->Iterations(kCustomers);
BENCHMARK(process)->Name("single_server/process")->Iterations(kCustomers);

}  // namespace
}  // namespace napkin::bench
