#include "sim/kernel/kernel.h"

namespace napkin {

void ImmediateRing::grow() {
  std::vector<Item> larger(2 * items_.size());
  const std::size_t count = size();
  for (std::size_t index = 0; index < count; ++index) {
    larger[index] = items_[(head_ + index) & (items_.size() - 1)];
  }
  items_ = std::move(larger);
  head_ = 0;
  tail_ = count;
}

void Kernel::cancel(Event& event) {
  if (!event.pending()) {
    return;
  }
  tombstones_.insert(event.order_);
  event.order_ = Event::kIdle;
}

Event* Kernel::take_timer(Entry entry) {
  const std::uint64_t order = entry.order;
  if (!timers_.comes_up(entry)) {
    return nullptr;
  }
  if (entry.order != order) {
    ladder_.push(entry);  // it was put off
    return nullptr;
  }
  return &timers_.fire(entry);
}

void Kernel::accept(Time when, std::uint64_t order, Event& event) {
  NAPKIN_ASSERT(!event.pending());
  NAPKIN_ASSERT(when >= now_);
  event.order_ = order;
  ladder_.push(
      {static_cast<std::uint64_t>(when.count()), order, reinterpret_cast<std::uintptr_t>(&event)});
}

void Kernel::run_until(Time limit) {
  NAPKIN_ASSERT(limit >= now_);
  while (run_next(limit)) {
  }
  now_ = limit;
}

bool Kernel::run_until(Time limit, std::uint64_t events_max) {
  NAPKIN_ASSERT(limit >= now_);
  for (std::uint64_t left = events_max; left > 0; --left) {
    if (!run_next(limit)) {
      now_ = limit;
      return true;
    }
  }
  return false;
}

void Kernel::run() {
  while (run_next(kTimeMax)) {
  }
}

void Kernel::discard_pending() {
  Entry next{};
  while (take_next(kTimeMax, next)) {
    if (!filter_.comes_up(next)) {
      continue;
    }
    if (TimerTable::is_timer(next)) {
      timers_.fire(next);
    } else {
      auto& event = *reinterpret_cast<Event*>(next.target);
      event.order_ = Event::kIdle;
      event.discard();
    }
  }
}

std::size_t Kernel::pending() const {
  return queued() - tombstones_.size() - static_cast<std::size_t>(timers_.dead());
}

void Kernel::observe(Observer observer, void* context) {
  observer_ = observer;
  observer_context_ = context;
}

}  // namespace napkin
