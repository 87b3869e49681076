#pragma once

#include <memory>       // unique_ptr
#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view
#include <vector>       // vector

#include "sim/kernel/random.h"
#include "sim/net/endpoint.h"
#include "sim/net/region.h"
#include "sim/net/world.h"
#include "sim/run/operation_recorder.h"
#include "sim/scenario/address.h"
#include "sim/stats/run_result.h"

namespace napkin {

class Directory;
class FlowSheet;

/// What a component is made with: its name, and where in the world it stands.
struct ComponentContext {
  World& world;
  Region& region;
  std::string name;
  std::string kind;
};

/// Work that waits somewhere else than at a station, since the end of the warm-up.
struct Backlog {
  std::string name;  ///< the address of where it waits
  std::int64_t arrived = 0;
  std::int64_t done = 0;
  std::int64_t turned_away = 0;
  std::int64_t waiting = 0;  ///< now
};

/// One named entry of a scenario's `components`: its hosts, the endpoints on them, and the choice
/// of the one that serves a request.
///
/// Lives from the building of the world to the end of the run. In the order of the scenario every
/// component is made, then connected to what it calls, then started; nothing runs before all are
/// connected.
class Component : public Target {
 public:
  explicit Component(const ComponentContext& context);
  ~Component() override;
  Component(const Component&) = delete;
  Component& operator=(const Component&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }

  [[nodiscard]] const std::string& kind() const { return kind_; }

  [[nodiscard]] Region& region() const final { return region_; }

  [[nodiscard]] const std::vector<Host*>& hosts() const { return hosts_; }

  [[nodiscard]] const std::vector<Endpoint*>& endpoints() const { return endpoints_; }

  [[nodiscard]] const std::vector<std::unique_ptr<OperationRecorder>>& recorders() const {
    return recorders_;
  }

  /// Finds what it calls. Names were checked when the scenario was read.
  virtual void connect(const Directory& directory);

  /// Schedules its first events and starts its background processes.
  virtual void start() {}

  /// The hosts that an address of the scenario names; by default those whose address it matches. A
  /// component with roles ("primary") knows who plays them now.
  [[nodiscard]] virtual std::vector<Host*> find_hosts(const Address& address) const;

  /// Where its work is done and waited for: what the audit checks. By default the cores of its
  /// hosts.
  [[nodiscard]] virtual std::vector<Station*> stations() const;

  /// Whether an address of the scenario names it, stands in it, or names a group it belongs to.
  [[nodiscard]] bool is_named_by(const Address& address) const;

  /// Changes a setting while it runs, to a value in base units; what it was before, or nothing when
  /// there is no such setting, or it cannot change. By default those of its hosts, see
  /// `host_settings`.
  virtual std::optional<double> set(std::string_view key, double value);

  /// Takes in so many more instances, or lets the latest ones go; how many came of it.
  virtual std::int64_t resize(std::int64_t by);

  /// So many of the endpoints, from the first one on, are to get requests.
  [[nodiscard]] virtual std::size_t instances_in_use() const { return endpoints_.size(); }

  /// Whether a request alone says which instance must serve it, because each holds other keys: then
  /// who stands before this component leaves the choice to it.
  [[nodiscard]] virtual bool places_requests() const { return false; }

  /// The end of the warm-up: forgets what was measured, keeps the state. Overriders call this too.
  virtual void restart_statistics();

  /// How its instances are arranged, "16 shards x 2"; empty when there is nothing to say.
  [[nodiscard]] virtual std::string layout() const { return {}; }

  /// Adds what only this kind knows: hit ratios, lags, rows lost.
  virtual void report(ComponentResult& result) const;

  /// Adds values of the component as a whole, such as `lost(messages)`, to the run's.
  virtual void report_values(std::vector<NamedValue>& values) const;

  /// Whether the load or the state that it brings changes by plan while the run is measured, as
  /// with a rate that follows a curve.
  [[nodiscard]] virtual bool varies() const { return false; }

  /// Adds the simplifications that hold for this component, one sentence each.
  virtual void report_assumptions(std::vector<std::string>& assumptions) const;

  /// Writes down what it sends and works, for the analysis; false for a kind that does not.
  virtual bool describe_flow(FlowSheet& sheet) const;

  /// Where else than at the stations of its hosts work waits.
  [[nodiscard]] virtual std::vector<Backlog> backlogs() const { return {}; }

  /// Adds what this kind can check of itself.
  virtual void audit(std::vector<AuditLine>& lines) const;

 protected:
  /// A host of this component; `options.name` is its address. Owned by the region.
  Host& add_host(Host::Options options);

  /// Counts an endpoint among those of this component. Not owned; must live as long as it.
  void add_endpoint(Endpoint& endpoint) { endpoints_.push_back(&endpoint); }

  /// An operation as its users see it, from the intended start to the end. Owned.
  OperationRecorder& add_recorder(std::string operation);

  /// How many names stand before its own: groups and the like.
  [[nodiscard]] std::size_t depth() const { return address_.steps().size() - 1; }

  /// A stream of this component's own; draw from it and no number of any other stream shifts.
  [[nodiscard]] RandomStream random(std::string_view purpose) const;

  [[nodiscard]] Kernel& kernel() const { return region_.kernel(); }

 private:
  Region& region_;
  std::string name_;
  Address address_;  // the name, read
  std::string kind_;
  std::vector<Host*> hosts_;
  std::vector<Endpoint*> endpoints_;
  std::vector<std::unique_ptr<OperationRecorder>> recorders_;
};

/// The zone for instance `index` of a component: one after the other, so that replicas are spread.
[[nodiscard]] inline std::uint32_t zone_for(const Region& region, std::size_t index) {
  return static_cast<std::uint32_t>(index % region.options().zones);
}

}  // namespace napkin
