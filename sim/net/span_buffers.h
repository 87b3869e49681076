#pragma once

#include <cstdint>  // uint16_t, uint32_t
#include <vector>   // vector

#include "sim/kernel/time.h"
#include "sim/net/request.h"

namespace napkin {

class Endpoint;

/// One hop of a traced request, as the region that made the call saw it.
struct HopSpan {
  const Endpoint* endpoint = nullptr;  ///< null: the request itself, or not (yet) known
  OperationId operation{};
  std::uint16_t parent = 0;
  Status status = Status::kOk;
  Time sent{0};      ///< the caller sent it
  Time arrived{0};   ///< the server had it; equals `sent` until known
  Time replied{0};   ///< the server answered
  Time ended_at{0};  ///< the caller had the answer, or gave up
};

/// The spans of requests that are still under way. Which of them were worth keeping is known only
/// when they end, so all traced requests collect theirs here, in recycled buffers of fixed size.
class SpanBuffers {
 public:
  static constexpr std::uint16_t kSpansMax = 48;

  /// Starts a trace; its root span is number 0.
  TraceRef open();
  /// Adds a span below `parent` and returns it as the parent for what follows. Stale or untraced
  /// references, and full buffers, give an untraced reference.
  TraceRef add(const TraceRef& parent, const Endpoint* endpoint, OperationId operation, Time sent);
  /// The span itself; null when the trace has been closed, or was never one.
  [[nodiscard]] HopSpan* find(const TraceRef& span);
  /// The spans collected so far, root first.
  [[nodiscard]] const std::vector<HopSpan>& spans(const TraceRef& trace) const;
  [[nodiscard]] std::uint32_t dropped(const TraceRef& trace) const;
  /// Which trace of the region it is, from one.
  [[nodiscard]] std::uint64_t number(const TraceRef& trace) const;
  /// The request has ended; references to the trace are stale from now on.
  void close(const TraceRef& trace);

 private:
  struct Buffer {
    std::uint16_t generation = 0;
    std::uint32_t dropped = 0;
    std::uint64_t number = 0;
    std::vector<HopSpan> spans;
  };

  [[nodiscard]] Buffer* find_buffer(const TraceRef& trace);

  std::uint64_t opened_ = 0;
  std::vector<Buffer> buffers_;
  std::vector<std::uint32_t> free_;
};

}  // namespace napkin
