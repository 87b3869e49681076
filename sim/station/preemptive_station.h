#pragma once

#include <cstdint>  // int64_t
#include <map>      // map
#include <string>   // string

#include "sim/station/station.h"

namespace napkin {

/// A station where an urgent job takes the server from a less urgent one, which goes on later where
/// it was interrupted: a scheduler of processes, a store whose reads interrupt its compaction.
///
/// Who is strictly more urgent than the least urgent job in service interrupts it; of equals, the
/// one that came last. The interrupted job waits in front of its equals. A job whose work is done
/// at this very instant is not interrupted any more.
///
/// Costs O(servers) an arrival while all are busy, and O(log of the different urgencies in line).
class PreemptiveStation final : public Station {
 public:
  enum class Order : std::uint8_t {
    kPriority,                ///< by the job's priority
    kShortestRemainingFirst,  ///< by the work that is left; minimises the mean time spent
  };

  struct Options {
    std::int64_t servers = 1;  ///< >= 1
    /// Jobs that may wait. A newcomer who finds it full is rejected, however urgent: an interrupted
    /// job must find room.
    std::int64_t queue_max = kUnbounded;
    Order order = Order::kPriority;
  };

  PreemptiveStation(Kernel& kernel, std::string name, const Options& options);

  [[nodiscard]] std::int64_t servers() const override { return options_.servers; }

  /// Interruptions so far.
  [[nodiscard]] std::int64_t preemptions() const { return preemptions_; }

 private:
  bool admit(Job& job) override;
  void complete(Job& job) override;
  void withdraw(Job& job) override;
  void before_speed_change(double speed_after) override;
  void after_speed_change() override;

  void start(Job& job);
  void interrupt(Job& job);
  void step_out(Job& job);
  [[nodiscard]] Job* least_urgent_in_service();
  /// Smaller is more urgent.
  [[nodiscard]] std::int64_t urgency_of(const Job& job) const;

  Options options_;
  JobList in_service_;                     // in the order in which they came into service
  std::map<std::int64_t, JobList> lines_;  // by urgency, the most urgent first
  std::int64_t preemptions_ = 0;
};

}  // namespace napkin
