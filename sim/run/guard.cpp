#include "sim/run/guard.h"

#include <algorithm>

namespace napkin {

namespace {

// Two to four milliseconds of a busy run: the clock of the machine costs nothing beside it.
constexpr std::uint64_t kEventsBetween = 8192;
// A region with next to no events is asked about at the end of each of its windows.
constexpr int kQuestionsBetween = 256;
// Whatever is pending may happen at one instant, and cause as many events as this each.
constexpr std::uint64_t kEventsForEachPending = 16;
// So many times the events of an instant, seconds of work, for a millionth of the run: it would
// take months.
constexpr std::uint64_t kStallInstants = 10;
constexpr std::int64_t kStallShare = 1'000'000;

}  // namespace

Guard::Guard(World& world, Options options)
    : world_(world), options_(std::move(options)), marks_(world.regions().size()) {}

std::uint64_t Guard::events_until_asked() {
  if (!options_.budget.events) {
    return kEventsBetween;
  }
  const auto budget = static_cast<std::uint64_t>(*options_.budget.events);
  const std::uint64_t events = world_.events();
  return events >= budget ? 1 : std::min(kEventsBetween, budget - events);
}

bool Guard::may_go_on(Region& region, Time limit) {
  judge_progress(region, limit);
  if (!stop_) {
    if (const std::optional<StopCause> cause = spent(region.kernel().now())) {
      stop_ = Stop{.cause = *cause, .region = &region, .limit = limit};
    }
  }
  return !stop_;
}

std::optional<StopCause> Guard::spent(Time now) {
  const BudgetKeys& budget = options_.budget;
  const std::uint64_t events = world_.events();
  if (budget.events && events >= static_cast<std::uint64_t>(*budget.events)) {
    return StopCause::kEvents;
  }
  if (events - asked_at_event_ < kEventsBetween && ++questions_ < kQuestionsBetween) {
    return std::nullopt;
  }
  asked_at_event_ = events;
  questions_ = 0;
  if (world_.pending() > static_cast<std::size_t>(budget.pending)) {
    return StopCause::kPending;
  }
  if (options_.go_on && !options_.go_on(now)) {
    return StopCause::kInterrupt;
  }
  if (options_.machine) {
    const MachineUse use = options_.machine();
    if (budget.wall && use.wall >= *budget.wall) {
      return StopCause::kWall;
    }
    if (use.memory_bytes > budget.memory) {
      return StopCause::kMemory;
    }
  }
  return std::nullopt;
}

/// A storm is more events at one instant than those pending at its beginning account for, or so
/// many in so short a stretch of simulated time that the run would never end.
void Guard::judge_progress(Region& region, Time limit) {
  Mark& mark = marks_[static_cast<std::size_t>(region.id())];
  Kernel& kernel = region.kernel();
  const std::uint64_t allowed = kEventsForEachPending * kernel.pending();
  if (kernel.now() != mark.instant || mark.events_max == 0) {
    mark.instant = kernel.now();
    mark.events = kernel.events();
    mark.events_max = static_cast<std::uint64_t>(options_.budget.instant) + allowed;
  }
  if (kernel.now() - mark.stretch > options_.duration / kStallShare ||
      mark.stretch_events_max == 0) {
    mark.stretch = kernel.now();
    mark.stretch_events = kernel.events();
    mark.stretch_events_max =
        kStallInstants * static_cast<std::uint64_t>(options_.budget.instant) + allowed;
  }
  const std::uint64_t at_instant = kernel.events() - mark.events;
  const std::uint64_t in_stretch = kernel.events() - mark.stretch_events;
  if (at_instant > mark.events_max) {
    stop_ = Stop{.cause = StopCause::kInstant,
                 .region = &region,
                 .limit = limit,
                 .events = at_instant,
                 .passed = Duration{0}};
  } else if (in_stretch > mark.stretch_events_max) {
    stop_ = Stop{.cause = StopCause::kStall,
                 .region = &region,
                 .limit = limit,
                 .events = in_stretch,
                 .passed = kernel.now() - mark.stretch};
  }
}

}  // namespace napkin
