#include "sim/run/replications.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <thread>

#include <fmt/format.h>

#include "sim/kernel/assert.h"
#include "sim/run/simulation.h"

namespace napkin {

namespace {

/// Does job 0 to `count` - 1, each on one of `threads` threads, the calling one among them. What
/// jobs throw is thrown when all have ended, that of the lowest number.
void run_on_threads(std::size_t count, int threads, const std::function<void(std::size_t)>& job) {
  std::vector<std::exception_ptr> thrown(count);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      try {
        job(index);
      } catch (...) {
        thrown[index] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    const auto wanted = std::min(count, static_cast<std::size_t>(threads));
    for (std::size_t helper = 1; helper < wanted; ++helper) {
      helpers.emplace_back(work);
    }
    work();
  }
  for (const std::exception_ptr& one : thrown) {
    if (one) {
      std::rethrow_exception(one);
    }
  }
}

}  // namespace

void Replications::run(std::uint32_t count) {
  NAPKIN_ASSERT(options_.threads >= 1);
  const std::size_t first = results_.size();
  std::vector<RunResult> added(count);
  run_on_threads(count, options_.threads, [&](std::size_t index) {
    const auto number = static_cast<std::uint32_t>(first + index);
    std::function<bool(Time)> go_on;
    if (options_.go_on) {
      go_on = [this, number](Time reached) { return options_.go_on(number, reached); };
    }
    // Built, run and destroyed on one thread: frames come from a pool of the thread.
    if (go_on && !go_on(Time{0})) {
      added[index].complete = false;  // not worth setting up
      added[index].incomplete_reason = "interrupted";
      return;
    }
    Simulation simulation(plan_,
                          {.seed = options_.seed,
                           .replication = number,
                           .go_on = go_on,
                           .machine = options_.machine,
                           .warm_up = options_.warm_up,
                           .trace = number == 0});  // only its traces are kept
    added[index] = simulation.simulate();
  });
  std::move(added.begin(), added.end(), std::back_inserter(results_));
}

bool Replications::stopped() const {
  return std::any_of(
      results_.begin(), results_.end(), [](const RunResult& one) { return !one.complete; });
}

std::vector<RunResult> Replications::usable() && {
  if (!stopped()) {
    return std::move(results_);
  }
  const std::size_t wanted = results_.size();
  const std::string reason =
      std::find_if(results_.begin(), results_.end(), [](const RunResult& one) {
        return !one.complete;
      })->incomplete_reason;
  std::vector<RunResult> whole;
  for (RunResult& one : results_) {
    if (one.complete) {
      whole.push_back(std::move(one));
    }
  }
  if (whole.empty()) {
    // Of some it is better to have a part of the first than parts of different lengths.
    return {std::move(results_.front())};
  }
  whole.front().complete = false;
  whole.front().incomplete_reason =
      fmt::format("{}; {} of {} replications are whole", reason, whole.size(), wanted);
  return whole;
}

}  // namespace napkin
