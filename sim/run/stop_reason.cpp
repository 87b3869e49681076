#include "sim/run/stop_reason.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/run/activity.h"
#include "sim/scenario/quantity.h"

namespace napkin {

namespace {

std::string text_of(QuantityKind kind, double value) {
  return format_quantity(make_quantity(kind, value));
}

/// The next number that is easy to type, at least twice as much.
std::string doubled(QuantityKind kind, double value) {
  return text_of(kind, 2 * value);
}

std::string budget_spent(const Guard::Stop& stop, const BudgetKeys& budget, World& world) {
  const auto raise = [](const char* option, const std::string& value) {
    return fmt::format("raise it with {} {}", option, value);
  };
  switch (stop.cause) {
    case StopCause::kEvents: {
      const auto events = static_cast<double>(budget.events.value_or(0));
      return fmt::format(
          "stopped by the budget of {} events (run.budget.events): {}, or shorten "
          "run.duration",
          text_of(QuantityKind::kCount, events),
          raise("--max-events", doubled(QuantityKind::kCount, events)));
    }
    case StopCause::kPending: {
      const auto pending = static_cast<double>(budget.pending);
      return fmt::format(
          "stopped by the budget of {} pending events (run.budget.pending): {} wait; "
          "lower the load or bound what waits, or {}",
          text_of(QuantityKind::kCount, pending),
          world.pending(),
          raise("--max-pending", doubled(QuantityKind::kCount, pending)));
    }
    case StopCause::kWall: {
      const auto wall = static_cast<double>(budget.wall.value_or(Duration{0}).count());
      return fmt::format(
          "stopped by the budget of {} of real time (run.budget.wall): {}, or "
          "shorten run.duration",
          text_of(QuantityKind::kDuration, wall),
          raise("--max-wall", doubled(QuantityKind::kDuration, wall)));
    }
    case StopCause::kMemory: {
      const auto memory = static_cast<double>(budget.memory);
      return fmt::format(
          "stopped by the budget of {} of memory (run.budget.memory): lower the load "
          "or bound what waits, or {}",
          text_of(QuantityKind::kBytes, memory),
          raise("--max-memory", doubled(QuantityKind::kBytes, memory)));
    }
    case StopCause::kInstant:
      return fmt::format(
          "stopped by an event storm: {} events at one instant, {}, and no end; let "
          "work, wait, think or latency take time, or end the loop (or raise "
          "run.budget.instant)",
          stop.events,
          text_of(QuantityKind::kDuration,
                  static_cast<double>(stop.region->kernel().now().count())));
    case StopCause::kStall:
      return fmt::format(
          "stopped by an event storm: {} events in {} of simulated time, at which "
          "pace the run would never end; lower the load, or shorten run.duration",
          stop.events,
          text_of(QuantityKind::kDuration, static_cast<double>(stop.passed.count())));
    case StopCause::kInterrupt:
      break;
  }
  return "interrupted";
}

/// Where most requests are: "1200345 requests are inside api[0]". Empty when nowhere are many.
std::string fullest_part(const std::vector<std::unique_ptr<Component>>& components) {
  constexpr std::int64_t kMany = 1000;
  std::int64_t most = kMany;
  std::string text;
  const auto consider = [&](std::int64_t count, const std::string& words) {
    if (count > most) {
      most = count;
      text = fmt::format("{} {}", count, words);
    }
  };
  for (const auto& component : components) {
    for (const Endpoint* const endpoint : component->endpoints()) {
      consider(endpoint->in_flight(), "requests are inside " + endpoint->address());
    }
  }
  if (!text.empty()) {
    return text;
  }
  // Who asks waits for as long as the whole request takes: named when nobody else can be.
  for (const auto& component : components) {
    for (const auto& recorder : component->recorders()) {
      consider(recorder->in_flight(),
               "requests of " + component->name() + " wait for " + recorder->name());
    }
  }
  return text;
}

/// The region that has most to do.
Region& busiest_region(World& world) {
  return **std::max_element(
      world.regions().begin(), world.regions().end(), [](const auto& one, const auto& other) {
        return one->kernel().pending() < other->kernel().pending();
      });
}

}  // namespace

std::string stop_reason(const Guard::Stop& stop,
                        const BudgetKeys& budget,
                        World& world,
                        const std::vector<std::unique_ptr<Component>>& components) {
  std::string text = budget_spent(stop, budget, world);
  if (stop.cause == StopCause::kInterrupt) {
    return text;
  }
  if (const std::string fullest = fullest_part(components); !fullest.empty()) {
    text += ". " + fullest;
  }
  const bool storm = stop.cause == StopCause::kInstant || stop.cause == StopCause::kStall;
  Region& region = storm ? *stop.region : busiest_region(world);
  const Activity activity(world, region, stop.limit);
  if (const std::string cycle = activity.cycle(); !cycle.empty()) {
    text += ". Going round: " + cycle;
  }
  if (activity.events() > 0) {
    text += fmt::format(
        ". Of the next {} events most are: {}", activity.events(), activity.commonest());
  }
  return text;
}

}  // namespace napkin
