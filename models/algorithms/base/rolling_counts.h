#pragma once

#include <array>    // array
#include <cstddef>  // size_t
#include <cstdint>  // int64_t

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Several counters over "the last ten seconds": a ring of time slots, each with `kColumns` counts.
///
/// A count leaves when its slot does, so the window covers between (kSlots - 1)/kSlots of its
/// length and all of it. A time earlier than the latest one seen counts as the latest: a clock that
/// goes back neither revives nor ages anything. Adding and reading cost O(1) amortised; memory is
/// kSlots x kColumns integers.
///
///     RollingCounts<2> calls(10s);
///     calls.add(now, 0);
///     const std::int64_t recent = calls.total(now, 0);
template <std::size_t kColumns, std::size_t kSlots = 10>
class RollingCounts {
 public:
  /// `window` is at least one nanosecond per slot; it is rounded up to a multiple of kSlots.
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
  using Counts = std::array<std::int64_t, kColumns>;

  static std::int64_t width_of(Duration window) {
    require(window.count() >= static_cast<std::int64_t>(kSlots),
            "window must be at least 1ns per slot");
    return (window.count() - 1) / static_cast<std::int64_t>(kSlots) + 1;
  }

  static std::size_t slot_of(std::int64_t tick) {
    const std::int64_t slot = tick % static_cast<std::int64_t>(kSlots);
    return static_cast<std::size_t>(slot < 0 ? slot + static_cast<std::int64_t>(kSlots) : slot);
  }

  [[nodiscard]] std::int64_t tick_of(Time now) const {
    const std::int64_t quotient = now.count() / slot_width_ns_;
    return now.count() % slot_width_ns_ < 0 ? quotient - 1
                                            : quotient;  // rounds down, also before 0
  }

  void roll_to(Time now) {
    const std::int64_t tick = tick_of(now);
    if (!started_ || tick - latest_ >= static_cast<std::int64_t>(kSlots)) {
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
    for (std::size_t column = 0; column < kColumns; ++column) {
      totals_[column] -= slot[column];
      slot[column] = 0;
    }
  }

  std::int64_t slot_width_ns_;
  std::int64_t latest_ = 0;
  bool started_ = false;
  Counts totals_{};
  std::array<Counts, kSlots> slots_{};
};

}  // namespace napkin::algorithms
