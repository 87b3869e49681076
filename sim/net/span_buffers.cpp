#include "sim/net/span_buffers.h"

namespace napkin {

TraceRef SpanBuffers::open() {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(buffers_.size()));
    buffers_.emplace_back().spans.reserve(kSpansMax);
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  Buffer& buffer = buffers_[index];
  buffer.spans.clear();
  buffer.spans.emplace_back();
  buffer.dropped = 0;
  buffer.number = ++opened_;
  return TraceRef{index + 1, buffer.generation, 0};
}

TraceRef SpanBuffers::add(const TraceRef& parent,
                          const Endpoint* endpoint,
                          OperationId operation,
                          Time sent) {
  Buffer* const buffer = find_buffer(parent);
  if (buffer == nullptr) {
    return {};
  }
  if (buffer->spans.size() == kSpansMax) {
    ++buffer->dropped;
    return {};
  }
  const auto span = static_cast<std::uint16_t>(buffer->spans.size());
  buffer->spans.push_back(HopSpan{.endpoint = endpoint,
                                  .operation = operation,
                                  .parent = parent.span,
                                  .sent = sent,
                                  .arrived = sent,
                                  .replied = sent,
                                  .ended_at = sent});
  return TraceRef{parent.buffer, parent.generation, span};
}

HopSpan* SpanBuffers::find(const TraceRef& span) {
  Buffer* const buffer = find_buffer(span);
  return buffer == nullptr ? nullptr : &buffer->spans[span.span];
}

const std::vector<HopSpan>& SpanBuffers::spans(const TraceRef& trace) const {
  return buffers_.at(trace.buffer - 1).spans;
}

std::uint32_t SpanBuffers::dropped(const TraceRef& trace) const {
  return buffers_.at(trace.buffer - 1).dropped;
}

std::uint64_t SpanBuffers::number(const TraceRef& trace) const {
  return buffers_.at(trace.buffer - 1).number;
}

void SpanBuffers::close(const TraceRef& trace) {
  Buffer* const buffer = find_buffer(trace);
  if (buffer != nullptr) {
    ++buffer->generation;
    free_.push_back(trace.buffer - 1);
  }
}

SpanBuffers::Buffer* SpanBuffers::find_buffer(const TraceRef& trace) {
  if (trace.buffer == 0) {
    return nullptr;
  }
  Buffer& buffer = buffers_[trace.buffer - 1];
  return buffer.generation == trace.generation ? &buffer : nullptr;
}

}  // namespace napkin
