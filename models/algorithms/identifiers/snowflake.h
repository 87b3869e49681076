#pragma once

#include <cstdint>  // int64_t, uint8_t, uint64_t

#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// How the 63 bits below the sign are shared out, from the highest: time, data centre, machine,
/// sequence.
struct SnowflakeLayout {
  int timestamp_bits = 41;  ///< 1..63
  int datacenter_bits = 5;  ///< >= 0
  int machine_bits = 5;     ///< >= 0
  int sequence_bits = 12;   ///< >= 0; the four sum to at most 63

  /// Twitter's epoch, 2010-11-04 01:42:54.657 UTC, in Unix time.
  static constexpr Time kTwitterEpoch = 1'288'834'974'657ms;

  Time epoch = kTwitterEpoch;
  Duration tick = 1ms;  ///< the unit of the timestamp, > 0

  /// Throws std::invalid_argument when a field is out of range.
  void check() const;
};

/// Numbers that are unique over machines without asking anyone, fit in 63 bits and sort by time.
///
/// A machine issues up to 2^sequence_bits ids in each tick; the next one must wait for the next
/// tick. A clock that steps back would repeat ids; three ways to treat it:
///   wait    hold callers until the clock has caught up
///   refuse  fail calls meanwhile, so that they go to another machine
///   borrow  go on from the latest tick used, ahead of the clock by at most `borrow_max`
/// Borrowing keeps the order within the machine, and the time inside the id is a little wrong; it
/// also takes ticks of the future when one is full.
///
/// O(1); about 100 bytes. The machine must not restart within a step back: nothing is stored.
/// Source: Twitter, "Announcing Snowflake", 2010.
///
///     Snowflake ids({.datacenter = 3, .machine = 7});
///     const Snowflake::Issue issue = ids.next(unix_time);
///     if (issue.status == Snowflake::Status::kIssued) use(issue.id);
class Snowflake final {
 public:
  enum class ClockBack : std::uint8_t { kWait, kRefuse, kBorrow };

  struct Options {
    SnowflakeLayout layout = {};
    std::uint64_t datacenter = 0;  ///< < 2^datacenter_bits
    std::uint64_t machine = 0;     ///< < 2^machine_bits
    ClockBack clock_back = ClockBack::kWait;
    Duration borrow_max = 10s;  ///< >= 0
  };

  enum class Status : std::uint8_t {
    kIssued,
    kWait,        ///< ask again after Issue::wait
    kRefused,     ///< the clock is behind; it will have caught up after Issue::wait
    kOutOfRange,  ///< before the epoch, or beyond the last tick that the layout can tell
  };

  struct Issue {
    Status status = Status::kIssued;
    std::uint64_t id = 0;
    Duration wait{};
  };

  /// What stands in an id.
  struct Parts {
    Time time{};  ///< start of the tick
    std::uint64_t datacenter = 0;
    std::uint64_t machine = 0;
    std::uint64_t sequence = 0;
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit Snowflake(const Options& options);

  /// `now` on the clock of the layout's epoch (Unix time for Twitter's).
  [[nodiscard]] Issue next(Time now);

  [[nodiscard]] static Parts parts(std::uint64_t id, const SnowflakeLayout& layout);

 private:
  [[nodiscard]] Issue next_at(std::int64_t tick);
  [[nodiscard]] Issue go_on(Time now, std::int64_t tick);
  [[nodiscard]] Issue stop(Status status, Time now, std::int64_t until_tick) const;
  [[nodiscard]] bool may_borrow(std::int64_t ahead, std::int64_t tick) const;

  Options options_;
  std::uint64_t node_bits_;  // data centre and machine, in place
  std::uint64_t sequence_max_;
  std::int64_t tick_max_;
  std::int64_t last_tick_ = -1;
  std::uint64_t sequence_ = 0;
};

}  // namespace napkin::algorithms
