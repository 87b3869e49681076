#pragma once

#include <cstdint>  // int64_t, uint8_t
#include <map>      // map
#include <string>   // string
#include <vector>   // vector

#include "sim/kernel/law.h"

namespace napkin {

/// What a scenario says about the flow of its requests, as far as queueing theory is concerned: who
/// sends how much to whom, and what work that is. Every component writes its part down; theory.h
/// makes predictions of it.
///
/// Nodes are operations of components, "api.send".
class FlowSheet {
 public:
  /// How the servers of a component are shared.
  enum class Discipline : std::uint8_t { kFirstComeFirstServed, kShared, kOther };

  /// The servers of a component, which all its operations share.
  struct Servers {
    std::int64_t servers = 1;
    std::int64_t groups = 1;  ///< replicas, each with as many servers and a line of its own
    Discipline discipline = Discipline::kFirstComeFirstServed;
    /// False: what spends time there is not only its work, so that no mean can be predicted.
    bool only_works = true;
  };

  struct Call {
    std::string to;
    double times = 1;  ///< on average, for each request
  };

  /// Work of a request on a server of its component: `times` pieces, each by the law.
  struct Work {
    Law law;
    double times = 1;
  };

  struct Node {
    double arrivals_per_second = 0;  ///< from users
    std::vector<Call> calls;
    std::vector<Work> works;
  };

  [[nodiscard]] Node& node(const std::string& name) { return nodes_[name]; }

  [[nodiscard]] const std::map<std::string, Node>& nodes() const { return nodes_; }

  void set_servers(const std::string& component, const Servers& servers) {
    servers_[component] = servers;
  }

  [[nodiscard]] const std::map<std::string, Servers>& servers() const { return servers_; }

  /// Something of which the analysis knows nothing, such as retries or a rate that changes: no
  /// predictions are made.
  void give_up() { is_analysable_ = false; }

  [[nodiscard]] bool is_analysable() const { return is_analysable_; }

 private:
  std::map<std::string, Node> nodes_;
  std::map<std::string, Servers> servers_;
  bool is_analysable_ = true;
};

}  // namespace napkin
