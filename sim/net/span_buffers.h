#pragma once

#include <array>    // array
#include <cstdint>  // uint16_t, uint32_t, uint64_t
#include <memory>   // unique_ptr
#include <vector>   // vector

#include "sim/kernel/time.h"
#include "sim/net/request.h"

namespace napkin {

class Endpoint;

/// One hop of a traced request, as the caller saw it.
struct HopSpan {
  const Endpoint* endpoint = nullptr;  ///< null: chosen in another region, or never
  OperationId operation{};
  std::uint16_t parent = 0;
  Status status = Status::kOk;
  Time sent{0};      ///< the caller sent it
  Time arrived{0};   ///< the server had it; 0 when the caller never learned
  Time replied{0};   ///< the server answered; 0 likewise
  Time ended_at{0};  ///< the caller had the answer, or gave up
};

/// The spans of requests that are still under way. Which of them were worth keeping is known only
/// when they end, so all traced requests collect theirs here, in recycled buffers of fixed size.
///
/// A hop takes its number when it begins and is written once, when it ends: most requests are
/// thrown away, so what counts is how little memory a hop touches.
class SpanBuffers {
 public:
  static constexpr std::uint16_t kSpansMax = 48;

  /// Starts a trace; its root is number 0.
  TraceRef open(Time now);

  /// A number for a hop below `parent`, and the parent for what the hop causes. Stale or untraced
  /// references, and full buffers, give an untraced reference.
  TraceRef begin(const TraceRef& parent);

  /// Writes down a hop that has ended, under its number; does nothing when the trace was closed.
  void end(const TraceRef& hop, const HopSpan& span);

  /// The hop will end soon: fetches what end() will touch.
  void prefetch(const TraceRef& hop) const {
    if (hop.buffer != 0) {
      const Buffer* const buffer = buffers_[hop.buffer - 1].get();
      __builtin_prefetch(buffer);
      __builtin_prefetch(&buffer->spans[hop.span]);
    }
  }

  /// The hops of an open trace that have ended, with their numbers, by number.
  struct Ended {
    std::uint16_t number = 0;
    HopSpan span;
  };

  [[nodiscard]] std::vector<Ended> ended(const TraceRef& trace) const;

  /// Hops that found no room.
  [[nodiscard]] std::uint32_t dropped(const TraceRef& trace) const;

  /// Which trace of the region it is, from one.
  [[nodiscard]] std::uint64_t number(const TraceRef& trace) const;

  /// The request has ended; references to the trace are stale from now on.
  void close(const TraceRef& trace);

 private:
  /// A span as it is stored: 32 bytes, two to a cache line, with times in ticks since the request
  /// began. Later than seven minutes counts as seven minutes.
  struct Stored {
    static constexpr Duration kTick{100};

    const Endpoint* endpoint = nullptr;
    OperationId operation{};
    std::uint16_t parent = 0;
    std::uint16_t generation = 0;  ///< of the buffer's use that wrote it
    Status status = Status::kOk;
    std::uint32_t sent = 0;
    std::uint32_t arrived = 0;  ///< 0: never learned
    std::uint32_t replied = 0;
    std::uint32_t ended_at = 0;
  };

  struct Buffer {
    std::uint16_t generation = 0;
    std::uint16_t next = 1;  // 0 is the request itself
    std::uint32_t dropped = 0;
    std::uint64_t number = 0;
    Time began{0};
    std::array<Stored, kSpansMax> spans{};
  };

  [[nodiscard]] Buffer* find(const TraceRef& trace) const {
    if (trace.buffer == 0) {
      return nullptr;
    }
    Buffer* const buffer = buffers_[trace.buffer - 1].get();
    return buffer->generation == trace.generation ? buffer : nullptr;
  }

  std::uint64_t opened_ = 0;
  std::vector<std::unique_ptr<Buffer>> buffers_;
  std::vector<std::uint32_t> free_;
};

inline TraceRef SpanBuffers::begin(const TraceRef& parent) {
  Buffer* const buffer = find(parent);
  if (buffer == nullptr) {
    return {};
  }
  if (buffer->next == kSpansMax) {
    ++buffer->dropped;
    return {};
  }
  return TraceRef{parent.buffer, parent.generation, buffer->next++};
}

inline void SpanBuffers::end(const TraceRef& hop, const HopSpan& span) {
  Buffer* const buffer = find(hop);
  if (buffer == nullptr) {
    return;
  }
  const auto ticks = [buffer](Time time) {
    const std::int64_t count = (time - buffer->began) / Stored::kTick;
    return count > 0xFFFFFFFF ? 0xFFFFFFFF : static_cast<std::uint32_t>(count < 0 ? 0 : count);
  };
  buffer->spans[hop.span] = Stored{.endpoint = span.endpoint,
                                   .operation = span.operation,
                                   .parent = span.parent,
                                   .generation = buffer->generation,
                                   .status = span.status,
                                   .sent = ticks(span.sent),
                                   .arrived = ticks(span.arrived),
                                   .replied = ticks(span.replied),
                                   .ended_at = ticks(span.ended_at)};
}

}  // namespace napkin
