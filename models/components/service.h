#pragma once

#include <memory>   // unique_ptr
#include <string>   // string
#include <utility>  // pair
#include <vector>   // vector

#include "models/components/fleet.h"
#include "models/components/step.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// An application server whose logic the scenario writes as steps: replicas behind a balancing
/// policy, each with cores, running the steps of an operation as one process per request.
class Service final : public Component {
 public:
  static constexpr std::string_view kKind = "service";

  struct Options {
    FleetKeys fleet;
    std::vector<std::pair<std::string, std::vector<Step>>> on;  ///< steps by operation
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options& options);
  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  Service(const ComponentContext& context, const Options& options);
  ~Service() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  void on_outcome(Endpoint& chosen, Status status, Duration latency) override;
  bool describe_flow(FlowSheet& sheet) const override;
  [[nodiscard]] std::string layout() const override;

 private:
  class Replica;

  Options options_;
  std::vector<std::unique_ptr<Replica>> replicas_;
  Fleet fleet_;
};

void declare(Declaration<Service::Options>& keys);

}  // namespace napkin::components
