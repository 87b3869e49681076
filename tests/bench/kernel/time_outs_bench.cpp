// Time-outs nearly always cancelled: N clients, each waits for a reply (exp(1 s)) under a time-out
// of 30 s, then asks again. One event run, two scheduled, one cancelled; nanoseconds per request.
#include <memory>

#include "sim/kernel/kernel.h"
#include "tests/bench/kernel/draw.h"
#include "tests/bench/kernel/run_events.h"

namespace napkin::bench {
namespace {

constexpr auto kTimeOut = Duration{30s};

/// The bound: the bare ladder and a record per client, with a function to call and the order of its
/// live time-out.
class BareClients {
 public:
  explicit BareClients(std::size_t count) : count_(count) {
    for (std::size_t index = 0; index < count; ++index) {
      clients_[index].on_reply = [](BareClients& all, Slot& client, std::uint64_t now) {
        ++client.replies;
        all.ask(client, now);
      };
      ask(clients_[index], 0);
    }
  }

  void run(std::int64_t requests) {
    Entry first{};
    for (std::int64_t left = requests; left > 0;) {
      ladder_->pop(~std::uint64_t{0}, first);
      Slot& client = *reinterpret_cast<Slot*>(first.target & ~std::uintptr_t{1});
      if ((first.target & 1U) == 0 || client.time_out == first.order) {
        client.on_reply(*this, client, first.time);
        --left;
      }
    }
  }

 private:
  struct Slot {
    void (*on_reply)(BareClients& all, Slot& client, std::uint64_t now);
    std::uint64_t time_out = 0;
    std::uint64_t replies = 0;
  };

  struct Filter {
    static bool comes_up(const Entry& entry) {
      return (entry.target & 1U) == 0 ||
             reinterpret_cast<const Slot*>(entry.target - 1)->time_out == entry.order;
    }

    static void warm(const Entry&) {}
  };

  void ask(Slot& client, std::uint64_t now) {
    const auto target = reinterpret_cast<std::uintptr_t>(&client);
    ladder_->push({now + draw_.next_ns(), ++sequence_, target});
    client.time_out = ++sequence_;
    ladder_->push({now + static_cast<std::uint64_t>(kTimeOut.count()), sequence_, target | 1U});
  }

  std::size_t count_;
  Draw draw_{1s};
  Filter filter_;
  std::unique_ptr<Slot[]> clients_ = std::make_unique<Slot[]>(count_);
  std::unique_ptr<Ladder<Filter>> ladder_ = std::make_unique<Ladder<Filter>>(filter_);
  std::uint64_t sequence_ = 0;
};

void bare_ladder(benchmark::State& state) {
  BareClients clients(static_cast<std::size_t>(state.range(0)));
  run_events(state, [&](std::int64_t count) { clients.run(count); });
}

struct World {
  Kernel kernel;
  Draw draw{1s};
};

/// Ours: the reply is a scheduled event, the time-out an armed one.
class Client final : public Event {
 public:
  void start(World& world) {
    world_ = &world;
    ask();
  }

  void run() override {
    world_->kernel.disarm(timer_);
    ask();
  }

 private:
  class TimeOut final : public Event {
   public:
    explicit TimeOut(Client& client) : client_(client) {}

    void run() override {
      client_.world_->kernel.cancel(client_);
      client_.ask();
    }

   private:
    Client& client_;
  };

  void ask() {
    Kernel& kernel = world_->kernel;
    kernel.schedule_in(world_->draw.next(), *this);
    timer_ = kernel.arm(add_checked(kernel.now(), kTimeOut), time_out_);
  }

  World* world_ = nullptr;
  TimerId timer_;
  TimeOut time_out_{*this};
};

void armed(benchmark::State& state) {
  World world;
  const auto count = static_cast<std::size_t>(state.range(0));
  const auto clients = std::make_unique<Client[]>(count);
  for (std::size_t index = 0; index < count; ++index) {
    clients[index].start(world);
  }
  run_events(state, [&](std::int64_t requests) {
    for (std::int64_t left = requests; left > 0; --left) {
      world.kernel.run_next(kTimeMax);
    }
  });
  state.counters["bytes"] = static_cast<double>(world.kernel.bytes());
  world.kernel.discard_pending();
}

/// Long enough that the first time-outs come up, 30 requests of each client later, while warming.
std::int64_t requests_for(std::int64_t clients) {
  return clients >= 100'000 ? 14'000'000 : 1'000'000;
}

[[maybe_unused]] const bool registered = [] {
  for (const std::int64_t clients : {100, 1'000, 100'000}) {
    for (const Row& row :
         {Row{"time_outs/bare_ladder", bare_ladder}, Row{"time_outs/armed", armed}}) {
      benchmark::RegisterBenchmark(row.name, row.run)
          ->Arg(clients)
          ->Iterations(requests_for(clients));
    }
  }
  return true;
}();

}  // namespace
}  // namespace napkin::bench
