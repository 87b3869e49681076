#include "models/components/station/inside_book.h"

#include <algorithm>

#include "sim/kernel/assert.h"

namespace napkin::components {

namespace {

/// A busy period that began before the restart.
constexpr Time kForgotten = Time::min();

}  // namespace

void InsideBook::leave(Time now) {
  advance(now);
  NAPKIN_ASSERT(inside_ > 0);
  if (--inside_ == 0 && busy_since_ != kForgotten) {
    ++busy_periods_;
    busy_ns_ += (now - busy_since_).count();
  }
}

void InsideBook::restart(Time now) {
  changed_ = now;
  restarted_ = now;
  busy_since_ = kForgotten;
  busy_periods_ = 0;
  inside_ns_ = 0;
  squared_ns_ = 0;
  busy_ns_ = 0;
  std::fill(time_at_.begin(), time_at_.end(), 0);
}

void InsideBook::add_to(Integrals& sum, Time now) {
  advance(now);
  sum.passed_ns += (now - restarted_).count();
  sum.inside += inside_ns_;
  sum.inside_squared += squared_ns_;
  for (std::size_t level = 0; level < time_at_.size(); ++level) {
    sum.at[level] += time_at_[level];
  }
}

void InsideBook::advance(Time now) {
  const std::int64_t passed_ns = (now - changed_).count();
  changed_ = now;
  inside_ns_ += Int128{inside_} * passed_ns;
  squared_ns_ += Int128{inside_} * inside_ * passed_ns;
  if (static_cast<std::size_t>(inside_) < time_at_.size()) {
    time_at_[static_cast<std::size_t>(inside_)] += passed_ns;
  }
}

}  // namespace napkin::components
