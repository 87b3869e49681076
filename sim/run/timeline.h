#pragma once

#include <cstdint>     // uint64_t
#include <functional>  // function
#include <memory>      // unique_ptr
#include <vector>      // vector

#include "sim/kernel/event.h"
#include "sim/run/component.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Carries out the timeline of a scenario: each entry is an event in the region it concerns.
class Timeline {
 public:
  /// Schedules every entry. All arguments must outlive the timeline.
  Timeline(const ScenarioPlan& plan,
           World& world,
           const std::vector<std::unique_ptr<Component>>& components);
  ~Timeline();
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  /// Partitions in one direction that a timeline can hold, and that an entry needs.
  static constexpr int kPartitionsMax = 64;
  [[nodiscard]] static int partitions_of(const TimelineKeys& entry);

  /// What was planned, for the report: when, until when, in words.
  [[nodiscard]] const std::vector<TimelineEvent>& events() const { return events_; }

 private:
  class Action;
  using Hosts = std::vector<Host*>;

  /// What is done to one host, and what undoes it.
  struct Effect {
    std::function<void(Host&)> apply;
    std::function<void(Host&)> undo;
  };

  /// Partitions that lose what a host sends, and what it receives; see Host::blocks_from.
  struct Marks {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
  };

  void schedule(const TimelineKeys& entry);
  void schedule_effect(const TimelineKeys& entry, const Address& address, const Effect& effect);
  void schedule_partition(const TimelineKeys& entry, const Address& from, const Address& to);
  void schedule_isolation(const TimelineKeys& entry, const Address& inside);
  void schedule_marks(const TimelineKeys& entry,
                      Region& region,
                      const Marks& marks,
                      std::function<Hosts()> find);
  void schedule_cut(const TimelineKeys& entry, Region& sender, Region& receiver, std::uint64_t bit);
  [[nodiscard]] std::uint64_t next_partition();
  void schedule_heal(const TimelineKeys& entry);
  void schedule_set(const TimelineKeys& entry);
  /// Runs `action` in `region` at `when`.
  void at(Region& region, Time when, std::string text, std::function<void()> action);
  void describe(const TimelineKeys& entry, std::string text);

  [[nodiscard]] Region* region_of(const Address& address) const;
  [[nodiscard]] bool is_region(const Address& address) const;
  [[nodiscard]] Hosts find_hosts(const Address& address) const;
  [[nodiscard]] Hosts find_side(const Address& address) const;

  World& world_;
  const std::vector<std::unique_ptr<Component>>& components_;
  std::vector<std::unique_ptr<Action>> actions_;
  std::vector<TimelineEvent> events_;
  int partitions_ = 0;
};

}  // namespace napkin
