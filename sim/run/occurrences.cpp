#include "sim/run/occurrences.h"

#include <algorithm>

namespace napkin {

namespace {

/// The sum, or the end of all time: a law may yield a span that no run reaches.
Time later(Time time, Duration by) {
  return by > kTimeMax - time ? kTimeMax : time + by;
}

}  // namespace

std::optional<Time> Occurrences::next_start() {
  if (keys_.mtbf) {
    const Duration pause = keys_.mtbf->sample_duration(random_);
    // Two failures at one instant would follow each other without end.
    return later(free_at_, std::max(pause, Duration{1}));
  }
  if (!last_start_) {
    return keys_.at ? *keys_.at : keys_.every;
  }
  return keys_.every ? std::optional(later(*last_start_, *keys_.every)) : std::nullopt;
}

std::optional<Occurrences::Span> Occurrences::next() {
  const std::optional<Time> start = next_start();
  if (!start || *start == kTimeMax || (keys_.until && *start >= *keys_.until)) {
    return std::nullopt;
  }
  Span span{*start};
  if (keys_.mttr) {
    span.end = later(*start, keys_.mttr->sample_duration(random_));
  } else if (keys_.lasting) {
    span.end = later(*start, *keys_.lasting);
  }
  last_start_ = start;
  free_at_ = span.end.value_or(*start);
  return span;
}

}  // namespace napkin
