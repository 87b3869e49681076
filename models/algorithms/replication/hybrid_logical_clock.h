#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A time stamp that respects causality and stays close to the wall clock.
struct HybridTime {
  Time physical{0};           ///< the largest clock reading heard of
  std::uint32_t logical = 0;  ///< orders events under the same reading

  friend auto operator<=>(const HybridTime&, const HybridTime&) = default;
};

/// A hybrid logical clock: if one event can have influenced another, its stamp is smaller, though
/// the nodes' clocks disagree or step back.
///
/// Every event takes a stamp by now(); a stamp travels with each message, and the receiver calls
/// receive() with it. A stamp's physical part is never behind the node's own clock, and never ahead
/// of the fastest clock in the system. O(1); 16 bytes.
/// Source: Kulkarni et al., "Logical physical clocks and consistent snapshots in globally
/// distributed databases", OPODIS 2014, figure 5.
///
///     const HybridTime sent = sender.now(wall);            // travels with the message
///     const auto received = receiver.receive(sent, wall);  // larger than `sent`
class HybridLogicalClock final {
 public:
  /// Stamps that are further ahead of the local clock than `ahead_max` are refused: one node with
  /// a wrong clock must not drag all others along. Throws std::invalid_argument if it is negative.
  explicit HybridLogicalClock(Duration ahead_max = Duration::max());

  /// The stamp of a local event or of a message to send. `wall` is the node's own clock.
  HybridTime now(Time wall);

  /// The stamp of the receipt of a message; empty if its stamp is too far ahead of `wall`, and then
  /// nothing has changed.
  std::optional<HybridTime> receive(HybridTime message, Time wall);

  /// The last stamp given.
  [[nodiscard]] HybridTime latest() const { return latest_; }

 private:
  Duration ahead_max_;
  HybridTime latest_{Time::min(), 0};
};

}  // namespace napkin::algorithms
