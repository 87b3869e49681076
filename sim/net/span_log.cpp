#include "sim/net/span_log.h"

#include <algorithm>

namespace napkin {

void SpanLog::end(const TraceRef& hop, const HopSpan& span) {
  const std::int64_t ticks = (span.ended_at - span.sent) / kTick;
  const Entry entry{.endpoint = span.endpoint,
                    .ended_at_ns = span.ended_at.count(),
                    .took_ticks = static_cast<std::uint32_t>(
                        std::min<std::int64_t>(ticks, std::int64_t{0xFFFFFFFF})),
                    .trace = hop.trace,
                    .span = hop.span,
                    .parent = span.parent,
                    .operation = span.operation,
                    .status = span.status};
  if (entries_.size() < hops_max_) {
    entries_.push_back(entry);
    return;
  }
  constexpr std::size_t kAhead = 16;
  if (next_ + kAhead < hops_max_) {
    __builtin_prefetch(&entries_[next_ + kAhead], 1);  // to be written soon
  }
  entries_[next_] = entry;
  next_ = next_ + 1 == hops_max_ ? 0 : next_ + 1;
}

SpanLog::Collected SpanLog::collect(const TraceRef& trace, Time since) const {
  Collected collected;
  collected.complete = entries_.size() < hops_max_;
  std::size_t index = next_;
  for (std::size_t left = entries_.size(); left > 0; --left) {
    index = (index == 0 ? entries_.size() : index) - 1;
    const Entry& entry = entries_[index];
    if (entry.ended_at_ns < since.count()) {
      collected.complete = true;  // everything younger than the request has been seen
      break;
    }
    if (entry.trace == trace.trace) {
      const Time ended_at{entry.ended_at_ns};
      collected.hops.push_back({entry.span,
                                {.endpoint = entry.endpoint,
                                 .operation = entry.operation,
                                 .status = entry.status,
                                 .parent = entry.parent,
                                 .sent = ended_at - entry.took_ticks * kTick,
                                 .ended_at = ended_at}});
    }
  }
  std::sort(collected.hops.begin(),
            collected.hops.end(),
            [](const Collected::Hop& a, const Collected::Hop& b) { return a.number < b.number; });
  return collected;
}

}  // namespace napkin
