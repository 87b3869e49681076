#include "models/algorithms/identifiers/snowflake.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/wide.h"

namespace napkin::algorithms {

namespace {

std::uint64_t mask(int bits) {
  return (std::uint64_t{1} << bits) - 1;  // bits <= 63
}

const Snowflake::Options& checked(const Snowflake::Options& options) {
  options.layout.check();
  require(options.datacenter <= mask(options.layout.datacenter_bits),
          "datacenter must fit in datacenter_bits");
  require(options.machine <= mask(options.layout.machine_bits), "machine must fit in machine_bits");
  require(options.borrow_max >= 0ns, "borrow_max must not be negative");
  return options;
}

int timestamp_shift(const SnowflakeLayout& layout) {
  return layout.datacenter_bits + layout.machine_bits + layout.sequence_bits;
}

}  // namespace

void SnowflakeLayout::check() const {
  require(timestamp_bits >= 1, "timestamp_bits must be at least 1");
  require(datacenter_bits >= 0 && machine_bits >= 0 && sequence_bits >= 0,
          "a number of bits must not be negative");
  require(timestamp_bits <= 63 && datacenter_bits <= 63 && machine_bits <= 63 &&
              sequence_bits <= 63 && timestamp_bits + timestamp_shift(*this) <= 63,
          "the bits must sum to at most 63");
  require(tick > 0ns, "tick must be positive");
}

Snowflake::Snowflake(const Options& options)
    : options_(checked(options)),
      node_bits_((options.datacenter << options.layout.machine_bits | options.machine)
                 << options.layout.sequence_bits),
      sequence_max_(mask(options.layout.sequence_bits)),
      tick_max_(static_cast<std::int64_t>(mask(options.layout.timestamp_bits))) {}

Snowflake::Issue Snowflake::next(Time now) {
  const SnowflakeLayout& layout = options_.layout;
  const auto tick = static_cast<std::int64_t>(
      divide_down(Wide{now.count()} - layout.epoch.count(), layout.tick.count()));
  if (tick < 0) {
    return {.status = Status::kOutOfRange};
  }
  if (tick > last_tick_) {
    return next_at(tick);
  }
  return go_on(now, tick);
}

/// The clock shows the latest tick used, or less.
Snowflake::Issue Snowflake::go_on(Time now, std::int64_t tick) {
  const bool is_behind = tick < last_tick_;
  if (is_behind && options_.clock_back == ClockBack::kRefuse) {
    return stop(Status::kRefused, now, last_tick_);
  }
  if (is_behind && !may_borrow(last_tick_, tick)) {
    return stop(Status::kWait, now, last_tick_);
  }
  if (sequence_ < sequence_max_) {
    ++sequence_;
    return {.id = static_cast<std::uint64_t>(last_tick_) << timestamp_shift(options_.layout) |
                  node_bits_ | sequence_};
  }
  if (may_borrow(last_tick_ + 1, tick)) {
    return next_at(last_tick_ + 1);
  }
  return stop(Status::kWait, now, last_tick_ + 1);
}

Snowflake::Issue Snowflake::next_at(std::int64_t tick) {
  if (tick > tick_max_) {
    return {.status = Status::kOutOfRange};
  }
  last_tick_ = tick;
  sequence_ = 0;
  return {.id = static_cast<std::uint64_t>(tick) << timestamp_shift(options_.layout) | node_bits_};
}

bool Snowflake::may_borrow(std::int64_t ahead, std::int64_t tick) const {
  return options_.clock_back == ClockBack::kBorrow &&
         Wide{ahead - tick} * options_.layout.tick.count() <= options_.borrow_max.count();
}

/// Waits until the clock shows `until_tick`; or, when borrowing, is near enough to it.
Snowflake::Issue Snowflake::stop(Status status, Time now, std::int64_t until_tick) const {
  Wide tick = until_tick;
  if (options_.clock_back == ClockBack::kBorrow) {
    tick -= options_.borrow_max / options_.layout.tick;
  }
  const Wide until = options_.layout.epoch.count() + tick * options_.layout.tick.count();
  return {.status = status, .wait = Duration{saturated(until - now.count())}};
}

Snowflake::Parts Snowflake::parts(std::uint64_t id, const SnowflakeLayout& layout) {
  const std::uint64_t node = id >> layout.sequence_bits;
  const std::uint64_t tick = id >> timestamp_shift(layout) & mask(layout.timestamp_bits);
  return {.time = Time{saturated(layout.epoch.count() + Wide{tick} * layout.tick.count())},
          .datacenter = node >> layout.machine_bits & mask(layout.datacenter_bits),
          .machine = node & mask(layout.machine_bits),
          .sequence = id & mask(layout.sequence_bits)};
}

}  // namespace napkin::algorithms
