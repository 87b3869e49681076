#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Remembers the ids seen of late, so that what is delivered at least once is processed once: the
/// consumer's half of "exactly once", a queue's de-duplication by message id, a notification's by
/// event id. The first sight of an id opens its window; repetitions do not prolong it.
///
///     DeduplicationWindow seen({.window = 5min, .ids_max = 1'000'000});
///     if (seen.first_sight(event.id, now)) { send(event); }
///
/// Amortised O(1) per call; about 40 bytes per id remembered. Exact within the window: no false
/// positives, unlike a Bloom filter. When more than `ids_max` ids fall into one window, the oldest
/// are forgotten early, which is counted: from then on the promise holds for a shorter time.
/// Source: Hohpe and Woolf, "Enterprise integration patterns", 2003, "Idempotent receiver"; the
/// window of Amazon SQS FIFO queues.
class DeduplicationWindow final {
 public:
  struct Options {
    Time window = std::chrono::minutes(5);
    std::size_t ids_max = 1'000'000;  // 0 remembers nothing: every sight is a first one
  };

  /// Throws std::invalid_argument if the window is negative.
  explicit DeduplicationWindow(Options options);

  /// True if `id` was not seen in (now - window, now]. Time that goes back is taken as the latest
  /// seen.
  bool first_sight(std::uint64_t id, Time now);

  /// Whether `id` would be a repetition, without recording it.
  [[nodiscard]] bool contains(std::uint64_t id, Time now) const;

  /// Lets `id` be seen anew: its processing failed and will be repeated.
  void forget(std::uint64_t id);

  /// Number of ids remembered.
  [[nodiscard]] std::size_t size() const { return ids_.size(); }

  /// Number of ids forgotten before their window ended, for want of room.
  [[nodiscard]] std::uint64_t forgotten_early() const { return forgotten_early_; }

  /// Bytes of heap memory held, as far as known: those of the order are estimated.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Sight {
    std::uint32_t slot;
    std::uint32_t generation;  // differs from the slot's if the id was forgotten meanwhile
  };

  [[nodiscard]] bool is_over(Time seen, Time now) const { return now - seen >= options_.window; }

  void expire(Time now);
  bool pop_oldest();
  void remember(std::uint64_t id, Time now);

  Options options_;
  IdSlots ids_;
  std::vector<Time> seen_;                  // by slot
  std::vector<std::uint32_t> generations_;  // by slot
  std::deque<Sight> order_;                 // oldest first
  Time latest_{0};
  std::uint64_t forgotten_early_ = 0;
};

}  // namespace napkin::algorithms
