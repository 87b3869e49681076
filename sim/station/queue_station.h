#pragma once

#include <cstdint>     // int64_t
#include <functional>  // greater
#include <map>         // map
#include <string>      // string

#include "sim/station/station.h"

namespace napkin {

/// A station whose servers finish the job they have begun: c servers and a line.
///
/// With `servers_max` above `servers` it is a thread pool: beyond `servers` busy ones a job waits,
/// and only when the line is full are further servers brought in, up to `servers_max`. They stay
/// while anybody waits.
class QueueStation final : public Station {
 public:
  enum class Order : std::uint8_t {
    kFirstInFirstOut,
    kLastInFirstOut,
    kPriority,       ///< most urgent first; first in first out among equals; no interruption
    kShortestFirst,  ///< least work first; first in first out among equals; no interruption
  };
  enum class WhenFull : std::uint8_t {
    kReject,
    kDropOldest,  ///< of the least urgent; the newcomer is rejected if it is less urgent still
  };

  struct Options {
    std::int64_t servers = 1;             ///< >= 1; kUnbounded: nobody ever waits
    std::int64_t servers_max = 0;         ///< a thread pool's maximum; 0: as `servers`
    std::int64_t queue_max = kUnbounded;  ///< jobs that may wait; 0: none
    Order order = Order::kFirstInFirstOut;
    WhenFull when_full = WhenFull::kReject;
  };

  QueueStation(Kernel& kernel, std::string name, const Options& options);

  [[nodiscard]] std::int64_t servers() const override { return options_.servers_max; }

  /// Changes the number of servers. More: those waiting move up at once. Fewer: jobs in service
  /// end first.
  bool set_servers(std::int64_t servers) override;

 private:
  bool admit(Job& job) override;
  void complete(Job& job) override;
  void withdraw(Job& job) override;
  void before_speed_change(double speed_after) override;
  void after_speed_change() override;

  void start(Job& job);
  void stop(Job& job);
  void start_waiting(std::int64_t busy_max);
  void line_up(Job& job);
  void step_out(Job& job);
  [[nodiscard]] Job& oldest_of_least_urgent() const;
  [[nodiscard]] std::int64_t line_of(const Job& job) const;
  void take_out(std::int64_t line, Job& job);

  [[nodiscard]] std::int64_t busy_now() const { return busy().level(); }

  [[nodiscard]] std::int64_t waiting_now() const { return queue().level(); }

  Options options_;
  JobList in_service_;
  /// The most urgent first; a single line unless the order is by priority or by work. Lines stay
  /// when they run empty, so that a steady load allocates nothing; by work, nearly every job has a
  /// line of its own, which goes with it.
  std::map<std::int64_t, JobList, std::greater<>> lines_;
};

}  // namespace napkin
