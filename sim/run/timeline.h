#pragma once

#include <cstdint>     // int64_t, uint64_t
#include <functional>  // function
#include <map>         // map
#include <memory>      // unique_ptr, shared_ptr
#include <string>      // string
#include <utility>     // pair
#include <vector>      // vector

#include "sim/run/component.h"
#include "sim/run/occurrences.h"
#include "sim/run/scenario_plan.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Carries out the timeline of a scenario: each entry is an event in the region it concerns, as
/// often as it happens.
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

  /// What was planned, and what happened again and again or at random, for the report: when, until
  /// when, in words. Of an entry that recurs, the first hundred times.
  [[nodiscard]] std::vector<TimelineEvent> events() const;

 private:
  class Recurrence;
  using Hosts = std::vector<Host*>;

  /// What an entry does in one region, and what undoes it.
  struct Deed {
    Region* region = nullptr;
    std::function<void()> begin;
    std::function<void()> end{};
    std::string who{};  ///< with a life of its own; empty: at the times of the whole entry
    std::shared_ptr<std::string> note = std::make_shared<std::string>();
  };

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

  /// The line from one region to another as the scenario made it, and what has been laid over.
  struct DegradedLine {
    LinkOptions base;
    std::vector<const LineChange*> changes;
  };

  void schedule(const TimelineKeys& entry, std::size_t number);
  [[nodiscard]] std::vector<Deed> deeds_of(const TimelineKeys& entry);
  [[nodiscard]] std::vector<Deed> deeds_on_hosts(const TimelineKeys& entry,
                                                 const Address& address,
                                                 const Effect& effect) const;
  void partition(const TimelineKeys& entry, std::vector<Deed>& deeds);
  void block(const Address& from, const Address& to, std::vector<Deed>& deeds);
  void isolate(const Address& inside, std::vector<Deed>& deeds);
  void mark(Region& region,
            const Marks& marks,
            std::function<Hosts()> find,
            std::vector<Deed>& deeds);
  void cut(Region& sender, Region& receiver, std::uint64_t bit, std::vector<Deed>& deeds);
  [[nodiscard]] std::uint64_t next_partition();
  void heal(std::vector<Deed>& deeds) const;
  void degrade(const TimelineKeys& entry, std::vector<Deed>& deeds);
  void degrade_line(const TimelineKeys& entry, Region& from, Region& to, std::vector<Deed>& deeds);
  void set(const TimelineKeys& entry, std::vector<Deed>& deeds) const;
  void resize(const std::string& name, std::int64_t by, std::vector<Deed>& deeds) const;

  [[nodiscard]] std::vector<Component*> find_components(const Address& address) const;
  [[nodiscard]] Region* find_region(const Address& address) const;
  [[nodiscard]] std::vector<Region*> regions_of(const Address& address) const;
  [[nodiscard]] bool is_region(const Address& address) const;
  [[nodiscard]] Hosts find_hosts(const Address& address, const Region& region) const;
  [[nodiscard]] Hosts find_side(const Address& address, const Region& region) const;

  World& world_;
  const std::vector<std::unique_ptr<Component>>& components_;
  std::vector<std::unique_ptr<Recurrence>> recurrences_;
  std::map<std::pair<RegionId, RegionId>, DegradedLine> lines_;
  int partitions_ = 0;
};

}  // namespace napkin
