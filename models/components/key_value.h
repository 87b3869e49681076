#pragma once

#include <array>   // array
#include <memory>  // unique_ptr
#include <span>    // span
#include <string>  // string
#include <vector>  // vector

#include "models/algorithms/placement/hash_ring.h"
#include "models/algorithms/replication/quorum.h"
#include "models/components/homes_table.h"
#include "models/components/host_keys.h"
#include "models/components/write_ledger.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// A key-value store in the manner of Dynamo: keys on a consistent-hash ring with virtual nodes,
/// each on N nodes of different zones; a write waits for W of them, a read for R. Any node
/// coordinates. A node that is down gets its writes later, by hinted hand-off; a node that answers
/// a read with an old version is repaired.
///
/// Source: DeCandia et al., "Dynamo: Amazon's Highly Available Key-value Store", SOSP 2007,
/// sections 4.2 to 4.6. Versions are ordered by the last writer's time stamp.
class KeyValue final : public Component {
 public:
  static constexpr std::string_view kKind = "key_value";
  static constexpr std::string_view kInstances = "nodes";
  static constexpr std::int64_t kNodesMax = 1000;

  enum class Keep : std::uint8_t {
    kAll,        ///< every key with its version: reads see what was written
    kUnsettled,  ///< only what not all N nodes hold yet: for logs that nobody reads back
  };

  struct Options {
    std::int64_t nodes = 3;
    int n = 3;
    int r = 2;
    int w = 2;
    std::int64_t virtual_nodes = 128;
    Keep keep = Keep::kAll;
    Law read;
    Law write;
    Duration timeout{0};
    std::int64_t move_bytes = 0;
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) {
    return {"get", "put", "delete"};
  }

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  KeyValue(const ComponentContext& context, const Options& options);
  ~KeyValue() override;

  void connect(const Directory& directory) override;
  void start() override;
  /// Nodes that join get the keys that will be theirs from those that have them, and nodes that
  /// leave hand theirs over; until all are there the old homes answer reads, and writes go to the
  /// new ones, too. One change at a time.
  std::int64_t resize(std::int64_t by) override;

  [[nodiscard]] std::size_t instances_in_use() const override { return in_use_; }

  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  void on_outcome(Endpoint& chosen, Status status, Duration latency) override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  class Node;
  friend class Node;

  /// Homes that a write goes to: those there are, then those that will be.
  struct WriteHomes {
    std::array<algorithms::NodeId, 2 * LogLedger::kCopiesMax> ids{};
    std::size_t count = 0;
    std::size_t newcomers = 0;  ///< the last ones
  };

  /// The N homes of a key, the first one first.
  [[nodiscard]] std::span<const algorithms::NodeId> homes_of(std::uint64_t key) const;
  [[nodiscard]] WriteHomes write_homes_of(std::uint64_t key) const;

  void add_node();
  [[nodiscard]] std::unique_ptr<HomesTable> homes_on(std::size_t nodes);
  /// A node has handed over all its keys, in the change that is under way.
  void end_move(std::uint32_t node);

  [[nodiscard]] ValueLedger::Tally tally_values() const;

  [[nodiscard]] Node& node(algorithms::NodeId id) const {
    return *nodes_[algorithms::number_of(id)];
  }

  Options options_;
  OperationId get_{};
  OperationId delete_{};
  OperationId store_{};
  OperationId fetch_{};
  std::unique_ptr<HomesTable> homes_;
  std::unique_ptr<HomesTable> next_homes_;  // while nodes come or go
  std::vector<bool> moving_;                // by node: keys still to hand over
  std::size_t in_use_ = 0;                  // nodes that are homes, the first ones
  LogLedger log_ledger_;                    // with keep: unsettled
  ValueLedger value_ledger_;                // with keep: all
  RandomStream routing_;
  std::vector<std::unique_ptr<Node>> nodes_;
};

void declare(Declaration<KeyValue::Options>& keys);

}  // namespace napkin::components
