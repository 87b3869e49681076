#pragma once

#include <cstddef>    // size_t
#include <cstdint>    // uint16_t, uint64_t
#include <exception>  // exception_ptr
#include <utility>    // exchange

#include "sim/kernel/event.h"
#include "sim/kernel/immediate_ring.h"
#include "sim/kernel/ladder.h"
#include "sim/kernel/sanitizer.h"
#include "sim/kernel/time.h"
#include "sim/kernel/timer_table.h"
#include "sim/kernel/tombstones.h"

namespace napkin {

/// Which region of the world; regions share nothing but messages.
enum class RegionId : std::uint16_t {};

/// The clock and event loop of one region: runs events in the order of (time, region that scheduled
/// the event, that region's sequence number). Single-threaded; owns no events.
class Kernel {
 public:
  explicit Kernel(RegionId region = RegionId{0}) : region_(region) {}

  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  [[nodiscard]] const Time& now() const { return now_; }

  [[nodiscard]] RegionId region() const { return region_; }

  /// Runs `event` at `when`. Requires: when >= now(), and the event is idle. Events of one instant
  /// run in the order in which they were scheduled.
  void schedule_at(Time when, Event& event);

  void schedule_in(Duration delay, Event& event) { schedule_at(add_checked(now_, delay), event); }

  /// Takes back a pending event; does nothing when it is idle. Costs a hash insertion, and another
  /// look-up when its entry comes up: meant for what is rarely cancelled. See `arm`.
  void cancel(Event& event);

  /// Like `schedule_at`, but made to be cancelled: disarming is a store. The event stays idle in
  /// the sense of Event::pending(); the caller keeps the id.
  TimerId arm(Time when, Event& event);
  void disarm(const TimerId& timer);

  /// The same for one that is armed, or names none: it does not look, and so does not wait for
  /// memory (a sanitized build looks, and aborts). Afterwards it names none.
  void disarm_armed(TimerId& timer);

  [[nodiscard]] bool is_armed(const TimerId& timer) const { return timers_.is_armed(timer); }

  /// The order under which this region's next event is queued. Taken for a message to another
  /// region, so that its place there does not depend on which region ran first.
  std::uint64_t take_order();

  /// Adds an event that another region scheduled. Requires: when >= now() of this region.
  void accept(Time when, std::uint64_t order, Event& event);

  /// Runs the next event if it is due by `limit`; false when there is none. After false, nothing
  /// may be scheduled before `limit` (save after the last event: `run`).
  bool run_next(Time limit);

  /// Runs every event due by `limit`, then sets the clock to `limit`.
  void run_until(Time limit);

  /// The same, but at most `events_max` events: false when these did not get it to `limit`, and the
  /// clock stands at the last of them.
  bool run_until(Time limit, std::uint64_t events_max);

  /// Runs until no event is left. The clock stays at the last event.
  void run();

  /// Takes every pending event out of the queue and discards it: the end of a run.
  void discard_pending();

  /// Adds a fact to the fingerprint, beyond time and order of each event.
  void mix(std::uint64_t fact);

  /// Hash over every event executed so far: equal for equal runs, whatever the machine.
  [[nodiscard]] std::uint64_t fingerprint() const { return fingerprint_; }

  [[nodiscard]] std::uint64_t events() const { return events_; }

  /// Events that would still run, timers included.
  [[nodiscard]] std::size_t pending() const;

  /// Entries of the queue, also those of timers that were disarmed.
  [[nodiscard]] std::size_t queued() const { return ladder_.size() + immediate_.size(); }

  [[nodiscard]] std::size_t bytes() const { return ladder_.bytes(); }

  /// Rethrown from `run_next` as soon as the current event has ended: where a process that nobody
  /// awaits leaves its exception. Of several, the first counts.
  void fail(std::exception_ptr failure) {
    if (!failure_) {
      failure_ = std::move(failure);
    }
  }

  /// Called before each event while set: (time, order, event). For the comparison of two runs.
  using Observer = void (*)(void* context, Time time, std::uint64_t order, const Event& event);
  void observe(Observer observer, void* context);

 private:
  static constexpr int kSequenceBits = 48;

  /// What the ladder asks about its entries.
  struct Filter {
    bool comes_up(Entry& entry) {
      if (TimerTable::is_timer(entry)) {
        return timers.comes_up(entry);
      }
      return tombstones.empty() || !tombstones.erase(entry.order);
    }

    /// What was cancelled may be gone.
    void warm(const Entry& entry) const {
      if (!TimerTable::is_timer(entry) &&
          (tombstones.empty() || !tombstones.contains(entry.order))) {
        reinterpret_cast<const Event*>(entry.target)->prefetch();
      }
    }

    TimerTable timers;
    Tombstones tombstones;
  };

  void execute(const Entry& entry, Event& event);
  /// The event of a timer whose entry has come up; null when it is not due, now or at all.
  Event* take_timer(Entry entry);
  bool take_next(Time limit, Entry& next);
  void sweep_if_mostly_dead();

  RegionId region_;
  Time now_{0};
  std::uint64_t sequence_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t fingerprint_ = 0;
  ImmediateRing immediate_;
  Filter filter_;
  Tombstones& tombstones_ = filter_.tombstones;
  TimerTable& timers_ = filter_.timers;
  Ladder<Filter> ladder_{filter_};
  std::exception_ptr failure_;
  Observer observer_ = nullptr;
  void* observer_context_ = nullptr;
};

inline std::uint64_t Kernel::take_order() {
  return (static_cast<std::uint64_t>(region_) << kSequenceBits) | sequence_++;
}

inline void Kernel::schedule_at(Time when, Event& event) {
  NAPKIN_ASSERT(!event.pending());
  event.order_ = take_order();
  const auto target = reinterpret_cast<std::uintptr_t>(&event);
  if (when == now_) {
    immediate_.push({event.order_, target});
    return;
  }
  NAPKIN_ASSERT(when > now_);
  ladder_.push({static_cast<std::uint64_t>(when.count()), event.order_, target});
}

inline TimerId Kernel::arm(Time when, Event& event) {
  NAPKIN_ASSERT(when >= now_);
  return timers_.arm(
      static_cast<std::uint64_t>(when.count()), take_order(), event, [this](const Entry& entry) {
        ladder_.push(entry);
      });
}

inline void Kernel::disarm(const TimerId& timer) {
  timers_.disarm(timer);
  sweep_if_mostly_dead();
}

inline void Kernel::disarm_armed(TimerId& timer) {
  if (timer.names_one()) {
    NAPKIN_ASSERT(!kUnderAddressSanitizer || is_armed(timer));
    timers_.release(std::exchange(timer, TimerId{}).slot);
    sweep_if_mostly_dead();
  }
}

inline void Kernel::sweep_if_mostly_dead() {
  constexpr std::uint64_t kWorthwhile = 1 << 13;
  if (timers_.dead() > kWorthwhile && timers_.dead() > ladder_.size() - ladder_.size() / 4) {
    ladder_.sweep();
  }
}

inline void Kernel::mix(std::uint64_t fact) {
  // The multiplier is that of MurmurHash3's finaliser: odd, and good at spreading low bits upwards.
  fingerprint_ = (((fingerprint_ << 23) | (fingerprint_ >> 41)) ^ fact) * 0xff51afd7ed558ccdULL;
}

inline bool Kernel::take_next(Time limit, Entry& next) {
  if (immediate_.empty()) {
    return ladder_.pop(static_cast<std::uint64_t>(limit.count()), next);
  }
  const auto now = static_cast<std::uint64_t>(now_.count());
  if (ladder_.peek(now, next) && next.order < immediate_.front().order) {
    return ladder_.pop(now, next);
  }
  next = Entry{now, immediate_.front().order, immediate_.front().target};
  immediate_.pop();
  return true;
}

inline bool Kernel::run_next(Time limit) {
  Entry next{};
  while (take_next(limit, next)) {
    if (TimerTable::is_timer(next)) {
      if (Event* const event = take_timer(next)) {
        execute(next, *event);
        return true;
      }
    } else if (tombstones_.empty() || !tombstones_.erase(next.order)) {
      Event& event = *reinterpret_cast<Event*>(next.target);
      event.order_ = Event::kIdle;
      execute(next, event);
      return true;
    }
  }
  return false;
}

inline void Kernel::execute(const Entry& entry, Event& event) {
  now_ = Time{static_cast<std::int64_t>(entry.time)};
  ++events_;
  mix(entry.time + entry.order * 0x9E3779B97F4A7C15ULL);
  if (observer_ != nullptr) [[unlikely]] {
    observer_(observer_context_, now_, entry.order, event);
  }
  event.run();
  if (failure_) [[unlikely]] {
    std::rethrow_exception(std::exchange(failure_, nullptr));
  }
}

}  // namespace napkin
