#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "models/components/call_keys.h"
#include "models/components/fleet.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// A load balancer of its own: takes every request in, chooses an instance of the component behind
/// it by a balancing algorithm, and passes the reply back.
class Balancer final : public Component {
 public:
  static constexpr std::string_view kKind = "balancer";

  struct Options {
    std::vector<CallReference> to;
    FleetKeys fleet;
    Law cost;
    Duration timeout{0};
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options& options);
  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  Balancer(const ComponentContext& context, const Options& options);
  ~Balancer() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

 private:
  class Machine;

  Options options_;
  std::vector<std::unique_ptr<Machine>> machines_;
  std::size_t next_ = 0;
};

void declare(Declaration<Balancer::Options>& keys);

}  // namespace napkin::components
