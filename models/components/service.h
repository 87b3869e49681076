#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <utility>   // pair
#include <vector>    // vector

#include "models/components/fleet.h"
#include "models/components/step.h"
#include "models/components/step_program.h"
#include "sim/run/component_kind.h"
#include "sim/run/directory.h"

namespace napkin::components {

/// An application server whose logic the scenario writes as steps: replicas behind a balancing
/// policy, each with cores, running the steps of an operation as one process per request.
class Service final : public Component {
 public:
  static constexpr std::string_view kKind = "service";
  static constexpr std::string_view kInstances = "replicas";

  struct Options {
    FleetKeys fleet;
    std::vector<std::pair<std::string, std::vector<Step>>> on;  ///< steps by operation
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options& options);
  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  Service(const ComponentContext& context, const Options& options);
  ~Service() override;

  void connect(const Directory& directory) override;
  std::int64_t resize(std::int64_t by) override;

  [[nodiscard]] std::size_t instances_in_use() const override { return in_use_; }

  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  void on_outcome(Endpoint& chosen, Status status, Duration latency) override;
  bool describe_flow(FlowSheet& sheet) const override;
  [[nodiscard]] std::string layout() const override;

 private:
  class Replica;

  void add_replica();

  Options options_;
  std::vector<std::pair<std::string, StepProgram>> programs_;  // by operation
  std::optional<Directory> directory_;
  std::size_t in_use_ = 0;  // replicas that get requests; later ones have left
  std::vector<std::unique_ptr<Replica>> replicas_;
  Fleet fleet_;
};

void declare(Declaration<Service::Options>& keys);

}  // namespace napkin::components
