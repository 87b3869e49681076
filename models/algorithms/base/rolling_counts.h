#pragma once

#include <array>    // array
#include <cstddef>  // size_t
#include <cstdint>  // int64_t

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Several counters over "the last ten seconds": a ring of time slots, each with `Columns` counts.
///
/// A count leaves when its slot does, so the window covers between (Slots - 1)/Slots of its
/// length and all of it. A time earlier than the latest one seen counts as the latest: a clock that
/// goes back neither revives nor ages anything. Adding and reading cost O(1) amortised; memory is
/// Slots x Columns integers.
///
///     RollingCounts<2> calls(10s);
///     calls.add(now, 0);
///     const std::int64_t recent = calls.total(now, 0);
template <std::size_t Columns, std::size_t Slots = 10>
class RollingCounts {
 public:
  /// `window` is at least one nanosecond per slot; it is rounded up to a multiple of Slots.
  explicit RollingCounts(Duration window) : slot_width_ns_(width_of(window)) {}

  void add(Time now, std::size_t column, std::int64_t amount = 1) {
    roll_to(now);
    slots_[slot_of(latest_)][column] += amount;
    totals_[column] += amount;
  }

  /// The sum over the window that ends now.
  [[nodiscard]] std::int64_t total(Time now, std::size_t column) {
    roll_to(now);
    return totals_[column];
  }

  void clear() {
    slots_ = {};
    totals_ = {};
  }

 private:
  using Counts = std::array<std::int64_t, Columns>;

  static std::int64_t width_of(Duration window) {
    require(window.count() >= static_cast<std::int64_t>(Slots),
            "window must be at least 1ns per slot");
    return (window.count() - 1) / static_cast<std::int64_t>(Slots) + 1;
  }

  static std::size_t slot_of(std::int64_t tick) {
    const std::int64_t slot = tick % static_cast<std::int64_t>(Slots);
    return static_cast<std::size_t>(slot < 0 ? slot + static_cast<std::int64_t>(Slots) : slot);
  }

  [[nodiscard]] std::int64_t tick_of(Time now) const {
    const std::int64_t quotient = now.count() / slot_width_ns_;
    return now.count() % slot_width_ns_ < 0 ? quotient - 1
                                            : quotient;  // rounds down, also before 0
  }

  void roll_to(Time now) {
    const std::int64_t tick = tick_of(now);
    if (!started_ || tick - latest_ >= static_cast<std::int64_t>(Slots)) {
      restart_at(tick);
    }
    while (latest_ < tick) {
      ++latest_;
      forget(slots_[slot_of(latest_)]);
    }
  }

  void restart_at(std::int64_t tick) {
    clear();
    latest_ = tick;
    started_ = true;
  }

  void forget(Counts& slot) {
    for (std::size_t column = 0; column < Columns; ++column) {
      totals_[column] -= slot[column];
      slot[column] = 0;
    }
  }

  std::int64_t slot_width_ns_;
  std::int64_t latest_ = 0;
  bool started_ = false;
  Counts totals_{};
  std::array<Counts, Slots> slots_{};
};

}  // namespace napkin::algorithms
