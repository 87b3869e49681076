#pragma once

#include <cstdint>  // uint64_t, uintptr_t

namespace napkin {

/// One pending event as the queue sees it: when, in which order among equals, and what to run.
///
/// `order` is the region that scheduled the event in its top 16 bits and that region's sequence
/// number below, so that (time, order) is the total order (time, region, sequence): no two entries
/// of a queue are equal, and nothing depends on how the queue is built.
struct Entry {
  std::uint64_t time;     ///< nanoseconds since the start of the run
  std::uint64_t order;    ///< region, then sequence
  std::uintptr_t target;  ///< what runs; the queue never looks at it, save to prefetch it

  /// The whole key as one integer: a single comparison without a branch, which measures 1.5 to 1.9
  /// times faster in a sort than comparing two fields.
  __extension__ using Key = unsigned __int128;

  [[nodiscard]] Key key() const { return (static_cast<Key>(time) << 64) | order; }
};

}  // namespace napkin
