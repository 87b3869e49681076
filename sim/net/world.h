#pragma once

#include <cstdint>  // uint64_t
#include <memory>   // unique_ptr
#include <string>   // string
#include <vector>   // vector

#include "sim/net/operation_table.h"
#include "sim/net/region.h"

namespace napkin {

/// All regions of a run, and the time they share.
///
/// Time passes in windows no longer than the look-ahead, the shortest latency between two regions:
/// within a window no region can hear of another, so each runs its own events alone; messages
/// between them are handed over at the end of it. The order of events in a region is (time, region
/// that scheduled it, sequence there), whatever the order in which the regions ran.
class World {
 public:
  explicit World(std::uint64_t seed);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  [[nodiscard]] OperationTable& operations() { return operations_; }

  Region& add_region(Region::Options options);

  [[nodiscard]] const std::vector<std::unique_ptr<Region>>& regions() const { return regions_; }

  /// Joins two regions in both directions. No message is faster than half the mean latency, the
  /// look-ahead that this line allows. Requires: a mean latency > 0.
  void connect(Region& one, Region& other, const LinkOptions& options);

  /// Every instant before this one has been run.
  [[nodiscard]] Time horizon() const { return horizon_; }

  /// Asked again and again while the world runs, also within an instant, whether it may go on.
  class Watch {
   public:
    /// How many events a region may run before the next question; at least one.
    virtual std::uint64_t events_until_asked() = 0;
    /// `region` has run as many, or has come to `limit`, the end of its window. False: the run ends
    /// here.
    virtual bool may_go_on(Region& region, Time limit) = 0;

   protected:
    ~Watch() = default;
  };

  /// Runs every event due by `limit`. Requires: every two regions are connected.
  void run_until(Time limit);

  /// The same, unless `watch` ends it on the way: false, and the horizon lies behind the last
  /// event. Nothing may be run after that.
  bool run_until(Time limit, Watch& watch);

  /// Sets the horizon behind the last event of any region: when the run ends between two horizons.
  void end_here();

  /// One hash over the fingerprints of all regions.
  [[nodiscard]] std::uint64_t fingerprint() const;
  [[nodiscard]] std::uint64_t events() const;
  [[nodiscard]] std::size_t pending() const;

  /// Destroys every process: before the components that they hold are destroyed.
  void stop();

 private:
  void exchange_messages();
  bool run_window(Time limit, Watch* watch);
  bool run(Time limit, Watch* watch);

  std::uint64_t seed_;
  Time horizon_{0};
  Duration look_ahead_ = Duration::max();
  OperationTable operations_;
  std::vector<std::unique_ptr<Region>> regions_;
};

}  // namespace napkin
