#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/id_slots.h"

namespace napkin::algorithms {

/// The followers of one author who did something of late, at most so many of them: whom a
/// celebrity's post is still pushed to. When the list is full, whoever was silent longest makes
/// room.
///
///     ActiveFollowers active({.followers_max = 100'000, .active_for_ticks = 3 * 86'400});
///     active.touch(follower, now);
///     active.drop_silent(now);
///     active.for_each([&](std::uint64_t follower) { push(follower); });
///
/// A hash index and a doubly linked list in the order of the last sign of life: O(1) per call,
/// about 35 bytes per follower. Source: "Forty questions on high concurrency", 40 (push for the
/// active).
class ActiveFollowers final {
 public:
  using Tick = std::uint64_t;

  struct Options {
    std::size_t followers_max = 100'000;
    Tick active_for_ticks = 259'200;  // active up to this long after the last sign of life
  };

  explicit ActiveFollowers(Options options) : options_(options) {}

  /// A sign of life of `follower`. Time never goes back: the latest tick seen is used.
  void touch(std::uint64_t follower, Tick now);

  /// Takes out one who stopped following. Returns whether it was in.
  bool remove(std::uint64_t follower);

  /// Takes out everybody who has been silent for longer than active_for_ticks. Returns how many.
  std::size_t drop_silent(Tick now);

  [[nodiscard]] bool contains(std::uint64_t follower) const {
    return ids_.find(follower) != IdSlots::kNone;
  }

  [[nodiscard]] std::size_t size() const { return ids_.size(); }

  /// Calls visit(follower), the most recently active first. `visit` must not change the list.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t slot = first_; slot != IdSlots::kNone; slot = nodes_[slot].next) {
      visit(ids_.id_of(slot));
    }
  }

 private:
  struct Node {
    Tick last_active = 0;
    std::uint32_t previous = IdSlots::kNone;
    std::uint32_t next = IdSlots::kNone;
  };

  void put_first(std::uint32_t slot);
  void take_out(std::uint32_t slot);
  void remove_last();

  Options options_;
  IdSlots ids_;
  std::vector<Node> nodes_;  // by slot
  std::uint32_t first_ = IdSlots::kNone;
  std::uint32_t last_ = IdSlots::kNone;
  Tick latest_ = 0;
};

}  // namespace napkin::algorithms
