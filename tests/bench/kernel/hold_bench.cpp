// HOLD: N events pending, each schedules the next at now + exp(1 s). Bare loops over a queue of
// objects with a function to call, and our kernel.
#include <memory>

#include "sim/kernel/kernel.h"
#include "sim/kernel/task_group.h"
#include "tests/bench/kernel/bare_heap.h"
#include "tests/bench/kernel/draw.h"
#include "tests/bench/kernel/run_events.h"

namespace napkin::bench {
namespace {

struct KeepAll {
  static bool comes_up(const Entry&) { return true; }

  static void warm(const Entry&) {}
};

/// What an entry of a bare loop points at: without it nothing would happen, and the loop would not
/// touch what any simulation has to.
struct Happening {
  std::uint64_t (*next_ns)(Happening&);
  Draw* draw;
  std::uint64_t times;
};

std::uint64_t draw_next(Happening& happening) {
  ++happening.times;
  return happening.draw->next_ns();
}

/// The bound: no kernel, but the queue, and a call of what comes next.
template <typename Push, typename Pop>
void run_bare(benchmark::State& state, Push push, Pop pop) {
  Draw draw(1s);
  const auto pending = static_cast<std::size_t>(state.range(0));
  const auto happenings = std::make_unique<Happening[]>(pending);
  std::uint64_t sequence = 0;
  for (std::size_t index = 0; index < pending; ++index) {
    happenings[index] = {draw_next, &draw, 0};
    push(Entry{draw.next_ns(), sequence++, reinterpret_cast<std::uintptr_t>(&happenings[index])});
  }
  run_events(state, [&](std::int64_t count) {
    for (std::int64_t index = 0; index < count; ++index) {
      const Entry first = pop();
      auto& happening = *reinterpret_cast<Happening*>(first.target);
      push(Entry{first.time + happening.next_ns(happening), sequence++, first.target});
    }
  });
}

void bare_heap(benchmark::State& state) {
  BareHeap heap;
  run_bare(state, [&](const Entry& entry) { heap.push(entry); }, [&] { return heap.pop(); });
}

void bare_ladder(benchmark::State& state) {
  KeepAll filter;
  const auto ladder = std::make_unique<Ladder<KeepAll>>(filter);
  run_bare(
      state,
      [&](const Entry& entry) { ladder->push(entry); },
      [&] {
        Entry first{};
        ladder->pop(~std::uint64_t{0}, first);
        return first;
      });
}

void run_kernel(benchmark::State& state, Kernel& kernel) {
  run_events(state, [&](std::int64_t count) {
    for (std::int64_t index = 0; index < count; ++index) {
      kernel.run_next(kTimeMax);
    }
  });
}

struct World {
  Kernel kernel;
  Draw draw{1s};
};

class Ticker final : public Event {
 public:
  void start(World& world) {
    world_ = &world;
    run();
  }

  void run() override { world_->kernel.schedule_in(world_->draw.next(), *this); }

 private:
  World* world_ = nullptr;
};

void callback(benchmark::State& state) {
  World world;
  const auto count = static_cast<std::size_t>(state.range(0));
  const auto tickers = std::make_unique<Ticker[]>(count);
  for (std::size_t index = 0; index < count; ++index) {
    tickers[index].start(world);
  }
  run_kernel(state, world.kernel);
  world.kernel.discard_pending();
}

Task<void> tick(World& world) {
  while (true) {
    co_await delay(world.kernel, world.draw.next());
  }
}

void process(benchmark::State& state) {
  World world;
  TaskGroup group(world.kernel);
  for (std::int64_t index = 0; index < state.range(0); ++index) {
    group.start(tick(world));
  }
  run_kernel(state, world.kernel);
  world.kernel.discard_pending();
}

[[maybe_unused]] const bool registered = [] {
  for (const std::int64_t pending : {100, 10'000, 1'000'000}) {
    for (const Row& row : {Row{"hold/bare_heap", bare_heap},
                           Row{"hold/bare_ladder", bare_ladder},
                           Row{"hold/callback", callback},
                           Row{"hold/process", process}}) {
      benchmark::RegisterBenchmark(row.name, row.run)
          ->Arg(pending)
          ->Iterations(events_for(pending));
    }
  }
  return true;
}();

}  // namespace
}  // namespace napkin::bench
