#pragma once

#include <cstdint>  // uint32_t, uint64_t, uintptr_t
#include <vector>   // vector

#include "sim/kernel/entry.h"
#include "sim/kernel/event.h"

namespace napkin {

/// Names an armed timer; stale once the timer has fired or was disarmed.
struct TimerId {
  std::uint32_t slot = 0;
  std::uint64_t order = ~std::uint64_t{1};  ///< which arming of the slot; by default, none
};

/// The armed timers: which event each slot will run, and under which order it was queued.
///
/// A queue entry of a timer names its slot, not its event, and is alive only while the slot still
/// carries the entry's order. So disarming is one store, whatever has become of the event, and the
/// dead entry is recognised when it comes up. Nearly every time-out ends this way.
class TimerTable {
 public:
  /// Entries of timers are marked in the lowest bit of their target; events are aligned.
  static bool is_timer(const Entry& entry) { return (entry.target & 1U) != 0; }

  static std::uint32_t slot_of(const Entry& entry) {
    return static_cast<std::uint32_t>(entry.target >> 1);
  }

  /// Reserves a slot and returns the target for its queue entry.
  std::uintptr_t arm(std::uint64_t order, Event& event) {
    if (first_free_ == slots_.size()) {
      slots_.emplace_back().next_free = first_free_ + 1;
    }
    const std::size_t slot = first_free_;
    first_free_ = slots_[slot].next_free;
    slots_[slot].order = order;
    slots_[slot].event = &event;
    return (static_cast<std::uintptr_t>(slot) << 1) | 1U;
  }

  /// Frees the slot; its entry in the queue is dead from now on. Stale ids do nothing.
  void disarm(const TimerId& id) {
    if (id.slot < slots_.size() && slots_[id.slot].order == id.order) {
      release(id.slot);
      ++dead_;
    }
  }

  [[nodiscard]] bool is_armed(const TimerId& id) const {
    return id.slot < slots_.size() && slots_[id.slot].order == id.order;
  }

  /// The event of a live timer entry; its slot is free again.
  Event& fire(const Entry& entry) {
    const std::uint32_t slot = slot_of(entry);
    Event& event = *slots_[slot].event;
    release(slot);
    return event;
  }

  /// Asked by the ladder for each entry that comes up, once.
  bool is_dead(const Entry& entry) {
    if (!is_timer(entry) || slots_[slot_of(entry)].order == entry.order) {
      return false;
    }
    --dead_;
    return true;
  }

  /// Entries in the queue whose timer was disarmed.
  [[nodiscard]] std::uint64_t dead() const { return dead_; }

 private:
  struct Slot {
    std::uint64_t order = kFree;

    union {
      Event* event;
      std::size_t next_free = 0;  // while it is free
    };
  };

  static constexpr std::uint64_t kFree = ~std::uint64_t{0};

  void release(std::uint32_t slot) {
    slots_[slot].order = kFree;
    slots_[slot].next_free = first_free_;
    first_free_ = slot;
  }

  std::vector<Slot> slots_;
  std::size_t first_free_ = 0;  // their number: none
  std::uint64_t dead_ = 0;
};

}  // namespace napkin
