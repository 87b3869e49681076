#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "models/algorithms/balancing/balancer.h"
#include "models/components/host_keys.h"
#include "sim/kernel/random.h"
#include "sim/net/endpoint.h"

namespace napkin::components {

/// Keys of a component that is a number of equal instances.
struct FleetKeys {
  std::int64_t replicas = 1;
  std::string balance;
  std::vector<std::int64_t> weights;
  Duration eject_for{0};
  HostKeys host;
};

void declare(Declaration<FleetKeys>& keys);

/// Chooses among equal instances by a balancing algorithm. An instance that refused or reset a call
/// is passed over for a while: a passive health check.
class Fleet {
 public:
  Fleet(const FleetKeys& keys, Kernel& kernel, RandomStream random);
  ~Fleet();

  /// Not owned. Instances in the order of their addresses.
  void add(Endpoint& instance);

  /// Only the first `count` instances get requests from now on.
  void use_first(std::size_t count);

  [[nodiscard]] std::size_t size() const { return instances_.size(); }

  /// Null when no instance is thought to be healthy.
  Endpoint* choose(const Request& request, const Endpoint* avoid);
  void on_outcome(const Endpoint& chosen, Status status, Duration latency);

 private:
  void let_back_in(Time now);
  [[nodiscard]] std::size_t index_of(const Endpoint& instance) const;

  Kernel& kernel_;
  RandomStream random_;
  bool by_user_;  // ip_hash: what a user asks for does not matter
  Duration eject_for_;
  std::vector<std::int64_t> weights_;
  std::unique_ptr<algorithms::Balancer> balancer_;
  std::vector<Endpoint*> instances_;
  std::vector<algorithms::Backend> backends_;
  std::vector<Time> ejected_until_;
  std::size_t ejected_ = 0;
};

}  // namespace napkin::components
