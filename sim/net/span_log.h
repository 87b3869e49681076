#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint16_t, uint32_t, uint64_t
#include <vector>   // vector

#include "sim/kernel/large_pages.h"
#include "sim/kernel/time.h"
#include "sim/net/request.h"

namespace napkin {

class Endpoint;

/// One hop of a traced request, as the caller saw it.
struct HopSpan {
  const Endpoint* endpoint = nullptr;  ///< null: chosen in another region, or never
  OperationId operation{};
  Status status = Status::kOk;
  std::uint32_t parent = 0;  ///< the span that caused it
  Time sent{0};              ///< the caller sent it
  Time ended_at{0};          ///< the caller had the answer, or gave up
};

/// The hops that ended lately in a region, of all requests, in the order in which they ended.
///
/// Which requests are worth keeping is known only when they end, and then nearly all are thrown
/// away. So a hop is one entry written behind the last one, to memory that is next in line anyway;
/// the few requests that are kept look their hops up, backwards from the end. The log is a ring:
/// what has been written over is lost to a request that began before.
class SpanLog {
 public:
  /// The hops of the last `hops_max` >= 1 calls are remembered, 40 bytes each.
  explicit SpanLog(std::size_t hops_max = std::size_t{1} << 21) : hops_max_(hops_max) {}

  /// Starts a trace.
  TraceRef open() {
    ++traces_;
    return TraceRef{traces_, ++spans_};
  }

  /// A number for a hop, and the parent for what the hop causes; untraced below an untraced parent.
  TraceRef begin(const TraceRef& parent) {
    return parent.trace == 0 ? TraceRef{} : TraceRef{parent.trace, ++spans_};
  }

  /// Writes down a hop that has ended.
  void end(const TraceRef& hop, const HopSpan& span);

  /// What is still remembered of a request that began at `since`: its hops by their number, those
  /// that have ended; and whether older ones may have been written over.
  struct Collected {
    struct Hop {
      std::uint32_t number = 0;
      HopSpan span;
    };

    std::vector<Hop> hops;
    bool complete = true;
  };

  [[nodiscard]] Collected collect(const TraceRef& trace, Time since) const;

 private:
  struct Entry {
    const Endpoint* endpoint;
    std::int64_t ended_at_ns;
    std::uint32_t took_ticks;  // of 16 ns: up to 68 s
    std::uint32_t trace;
    std::uint32_t span;
    std::uint32_t parent;
    OperationId operation;
    Status status;
  };

  static constexpr Duration kTick{16};

  std::size_t hops_max_;
  std::uint32_t traces_ = 0;
  std::uint32_t spans_ = 0;
  std::size_t next_ = 0;  // where the next entry goes, once the log is full
  std::vector<Entry, LargePageAllocator<Entry>> entries_;
};

}  // namespace napkin
