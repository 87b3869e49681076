#pragma once

#include <map>      // map
#include <string>   // string
#include <utility>  // pair
#include <vector>   // vector

#include "sim/net/world.h"

namespace napkin {

/// What a region is busy with: a sample of its next events, to name who keeps it busy.
///
/// The events of the sample are run. Only at the end of a run that is stopped anyway.
class Activity {
 public:
  static constexpr std::uint64_t kSample = 65'536;

  /// Runs up to kSample events of `region` that are due by `limit`.
  Activity(World& world, Region& region, Time limit);

  /// The calls and messages that go round: "api.get -> db.read -> api.get". Empty when there is no
  /// such cycle in the sample.
  [[nodiscard]] std::string cycle() const;

  /// The commonest kinds of event with their shares: "request at api (61%), ...". Empty without
  /// events.
  [[nodiscard]] std::string commonest() const;

  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  using Edge = std::pair<std::string, std::string>;  // between components

  static void on_event(void* self, Time time, std::uint64_t order, const Event& event);
  void note(const Event& event);
  [[nodiscard]] std::vector<std::string> find_cycle(const std::string& start) const;

  World& world_;
  std::uint64_t events_ = 0;
  std::map<std::string, std::uint64_t> kinds_;
  std::map<Edge, std::map<std::string, std::uint64_t>> requests_;  // by operation
};

}  // namespace napkin
