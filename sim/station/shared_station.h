#pragma once

#include <cstdint>  // int64_t, uint16_t, uint64_t
#include <map>      // map
#include <string>   // string

#include "sim/station/station.h"

namespace napkin {

/// A station whose c servers all jobs inside share alike, each at the rate min(1, c/n) of a server:
/// a link that many transfers use, a processor that switches between threads without end.
///
/// Nobody waits. For the books, min(n, c) servers are at work and the jobs beyond are the queue.
///
/// The station counts the service that a job present all along would have received, in units of
/// 2^-16 ns, rounded down at each arrival, departure and change of speed: a job ends at the first
/// whole nanosecond at which it has received its work by that count, so never early, and late by
/// less than a nanosecond plus n/c times 2^-16 ns for each such change during its stay. The speed
/// counts to 2^-32. No floating-point number takes part. O(log n) an arrival or departure.
///
/// Source: the virtual time of generalised processor sharing, Parekh and Gallager, "A generalized
/// processor sharing approach to flow control in integrated services networks", IEEE/ACM ToN 1(3),
/// 1993, section III, with equal weights.
class SharedStation final : public Station {
 public:
  struct Options {
    std::int64_t servers = 1;            ///< 1 to 2^20
    std::int64_t jobs_max = kUnbounded;  ///< >= 1; who comes beyond is rejected
  };

  SharedStation(Kernel& kernel, std::string name, const Options& options);

  [[nodiscard]] std::int64_t servers() const override { return options_.servers; }

 private:
  __extension__ using Uint128 = unsigned __int128;

  static constexpr int kServiceBits = 16;
  static constexpr int kSpeedBits = 32;
  static constexpr std::int64_t kServersMax = 1 << 20;

  bool admit(Job& job) override;
  void complete(Job& job) override;
  void withdraw(Job& job) override;
  void before_speed_change(double speed_after) override;
  void after_speed_change() override;

  void advance();
  void expect_next();
  [[nodiscard]] Uint128 finish_of(const Job& job) const;

  Options options_;
  Uint128 received_ = 0;  // service of a job present since the station was last empty
  Time received_at_{0};
  std::uint64_t rate_ = std::uint64_t{1} << kSpeedBits;  // of a server, in 2^-32
  /// By the value of `received_` at which they end. Jobs that end together stand in order of
  /// arrival.
  std::map<Uint128, JobList> jobs_by_finish_;
  TimerId next_end_;
};

}  // namespace napkin
