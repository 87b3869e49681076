#include "sim/net/span_buffers.h"

namespace napkin {

TraceRef SpanBuffers::open(Time now) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
    buffers_.push_back(std::make_unique<Buffer>());
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Buffer& buffer = *buffers_[index];
  ++buffer.generation;  // from one: a span that was never written carries zero
  buffer.next = 1;
  buffer.dropped = 0;
  buffer.began = now;
  buffer.number = ++opened_;
  return TraceRef{index + 1, buffer.generation, 0};
}

std::vector<SpanBuffers::Ended> SpanBuffers::ended(const TraceRef& trace) const {
  std::vector<Ended> ended;
  const Buffer* const buffer = find(trace);
  for (std::uint16_t number = 1; buffer != nullptr && number < buffer->next; ++number) {
    if (buffer->spans[number].generation == buffer->generation) {
      const Stored& stored = buffer->spans[number];
      const auto time = [buffer](std::uint32_t ticks) {
        return ticks == 0 ? Time{0} : buffer->began + ticks * Stored::kTick;
      };
      ended.push_back({number,
                       {.endpoint = stored.endpoint,
                        .operation = stored.operation,
                        .parent = stored.parent,
                        .status = stored.status,
                        .sent = buffer->began + stored.sent * Stored::kTick,
                        .arrived = time(stored.arrived),
                        .replied = time(stored.replied),
                        .ended_at = buffer->began + stored.ended_at * Stored::kTick}});
    }
  }
  return ended;
}

std::uint32_t SpanBuffers::dropped(const TraceRef& trace) const {
  const Buffer* const buffer = find(trace);
  return buffer == nullptr ? 0 : buffer->dropped;
}

std::uint64_t SpanBuffers::number(const TraceRef& trace) const {
  const Buffer* const buffer = find(trace);
  return buffer == nullptr ? 0 : buffer->number;
}

void SpanBuffers::close(const TraceRef& trace) {
  Buffer* const buffer = find(trace);
  if (buffer != nullptr) {
    ++buffer->generation;
    free_.push_back(trace.buffer - 1);
  }
}

}  // namespace napkin
