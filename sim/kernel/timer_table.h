#pragma once

#include <cstdint>  // uint32_t, uint64_t, uintptr_t
#include <vector>   // vector

#include "sim/kernel/entry.h"
#include "sim/kernel/event.h"

namespace napkin {

/// Names an armed timer; stale once the timer has fired or was disarmed.
struct TimerId {
  static constexpr std::uint64_t kNone = ~std::uint64_t{1};

  std::uint32_t slot = 0;
  std::uint64_t order = kNone;  ///< which arming of the slot

  [[nodiscard]] bool names_one() const { return order != kNone; }
};

/// The armed timers: which event each slot will run, when, and under which order.
///
/// A queue entry of a timer names its slot, not its event, so that disarming is one store, whatever
/// has become of the event. Nearly every time-out ends this way, and its slot is taken again at
/// once, for a later time. So the entry stays and stands for whatever the slot is armed for: a
/// timer is queued only when its slot has no entry that comes up before it. An entry that comes up
/// too early is put off to the time of the timer armed then, or dropped when there is none. A slot
/// costs about one entry in the span of its time-outs, however often it is armed in between.
class TimerTable {
 public:
  /// Entries of timers are marked in the lowest bit of their target; events are aligned.
  static bool is_timer(const Entry& entry) { return (entry.target & 1U) != 0; }

  static std::uint32_t slot_of(const Entry& entry) {
    return static_cast<std::uint32_t>(entry.target >> 1);
  }

  /// Arms a slot for `event` and hands `queue` the entry to be queued, unless one is there already.
  template <typename Queue>
  TimerId arm(std::uint64_t time, std::uint64_t order, Event& event, Queue queue) {
    if (first_free_ == slots_.size()) {
      slots_.emplace_back().next_free = first_free_ + 1;
    }
    const std::size_t number = first_free_;
    Slot& slot = slots_[number];
    first_free_ = slot.next_free;
    slot.order = order;
    slot.event = &event;
    slot.time = time;
    ++armed_;
    if (slot.queued_time > time) {
      slot.queued_time = time;
      slot.queued_order = order;
      ++queued_;
      queue(Entry{time, order, (static_cast<std::uintptr_t>(number) << 1) | 1U});
    }
    return TimerId{static_cast<std::uint32_t>(number), order};
  }

  /// Frees the slot of an armed timer without looking at it: nobody waits for memory.
  void release(std::uint32_t slot) {
    slots_[slot].order = kFree;
    slots_[slot].next_free = first_free_;
    first_free_ = slot;
    --armed_;
  }

  /// Frees the slot. Stale ids do nothing.
  void disarm(const TimerId& id) {
    if (is_armed(id)) {
      release(id.slot);
    }
  }

  [[nodiscard]] bool is_armed(const TimerId& id) const {
    return id.slot < slots_.size() && slots_[id.slot].order == id.order;
  }

  /// Asked about each entry that comes up, once: false when it stands for no timer any more, and is
  /// forgotten. Puts it off when its timer is armed for later.
  bool comes_up(Entry& entry) {
    Slot& slot = slots_[slot_of(entry)];
    if (slot.queued_order != entry.order) {
      --queued_;
      return false;
    }
    if (slot.order == kFree) {
      --queued_;
      slot.queued_time = kNotQueued;
      slot.queued_order = kFree;
      return false;
    }
    entry.time = slot.time;
    entry.order = slot.order;
    slot.queued_time = slot.time;
    slot.queued_order = slot.order;
    return true;
  }

  /// The event of an entry that has come up and is due; its slot is free again.
  Event& fire(const Entry& entry) {
    const std::uint32_t number = slot_of(entry);
    Slot& slot = slots_[number];
    Event& event = *slot.event;
    slot.queued_time = kNotQueued;
    slot.queued_order = kFree;
    --queued_;
    release(number);
    return event;
  }

  /// Entries in the queue that stand for no armed timer.
  [[nodiscard]] std::uint64_t dead() const { return queued_ - armed_; }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};
  static constexpr std::uint64_t kNotQueued = ~std::uint64_t{0};

  struct Slot {
    std::uint64_t order = kFree;

    union {
      Event* event;
      std::size_t next_free = 0;  // while it is free
    };

    std::uint64_t time = 0;
    std::uint64_t queued_time =
        kNotQueued;  // of the entry that stands for the slot: not after `time`
    std::uint64_t queued_order = kFree;
  };

  std::vector<Slot> slots_;
  std::size_t first_free_ = 0;  // their number: none
  std::uint64_t armed_ = 0;
  std::uint64_t queued_ = 0;  // entries
};

}  // namespace napkin
