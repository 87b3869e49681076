#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // int64_t
#include <vector>   // vector

#include "sim/kernel/time.h"
#include "sim/stats/int128.h"

namespace napkin::components {

/// How many are inside a station, over time: mean, spread, how long there were exactly k, and how
/// long it is busy from one idle time to the next.
///
/// Exact: integrals are whole numbers of nanoseconds.
class InsideBook {
 public:
  /// Keeps the time with exactly k inside for each k below `levels`.
  explicit InsideBook(std::size_t levels) : time_at_(levels) {}

  void enter(Time now) {
    advance(now);
    if (inside_++ == 0) {
      busy_since_ = now;
    }
  }

  void leave(Time now);

  [[nodiscard]] std::int64_t inside() const { return inside_; }

  /// Forgets the past. A busy period under way is not counted: its beginning is forgotten.
  void restart(Time now);

  /// Time, and time with each number of those inside, from the restart until `now`.
  struct Integrals {
    Int128 passed_ns = 0;
    Int128 inside = 0;          ///< number inside x nanoseconds
    Int128 inside_squared = 0;  ///< its square x nanoseconds
    std::vector<Int128> at;     ///< nanoseconds with exactly k inside
  };

  /// Adds this book's integrals to `sum`, whose `at` has as many levels.
  void add_to(Integrals& sum, Time now);

  [[nodiscard]] std::int64_t busy_periods() const { return busy_periods_; }

  [[nodiscard]] Int128 busy_ns() const { return busy_ns_; }

 private:
  void advance(Time now);

  std::vector<std::int64_t> time_at_;  // nanoseconds
  Time restarted_{0};
  Time changed_{0};
  Time busy_since_{0};
  std::int64_t inside_ = 0;
  std::int64_t busy_periods_ = 0;
  Int128 inside_ns_ = 0;
  Int128 squared_ns_ = 0;
  Int128 busy_ns_ = 0;
};

}  // namespace napkin::components
