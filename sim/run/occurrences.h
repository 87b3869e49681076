#pragma once

#include <optional>  // optional

#include "sim/kernel/random.h"
#include "sim/run/timeline_keys.h"

namespace napkin {

/// When an entry of the timeline happens, one time after the other: once, periodically, or at
/// random with a time between failures and a time to repair.
class Occurrences {
 public:
  /// `random` is for the random ones.
  Occurrences(OccurrenceKeys keys, RandomStream random) : keys_(std::move(keys)), random_(random) {}

  struct Span {
    Time start{0};
    std::optional<Time> end{};  ///< none: it is not undone
  };

  /// The next one, after the end of the last one; nothing when there is none.
  [[nodiscard]] std::optional<Span> next();

 private:
  [[nodiscard]] std::optional<Time> next_start();

  OccurrenceKeys keys_;
  RandomStream random_;
  Time free_at_{0};  // the end of the last one
  std::optional<Time> last_start_;
};

}  // namespace napkin
