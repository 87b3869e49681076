#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "models/algorithms/replication/log_shipping.h"
#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

class SqlShard;

/// A relational store: rows sharded by key, each shard a primary and its replicas.
///
/// Writes go to the primary, which appends them to its log and ships that to the replicas; when the
/// client is told "done" depends on the replication mode. Reads go to the primary or are spread
/// over the replicas. When a primary dies, the replica that has received most of the log is
/// promoted; what it had not received and clients were told was done is lost, and counted.
///
/// Rows have no content here: what is simulated is the log, position by position.
class Sql final : public Component {
 public:
  static constexpr std::string_view kKind = "sql";

  enum class ReadFrom : std::uint8_t { kPrimary, kReplicas };

  struct Options {
    std::int64_t shards = 1;
    std::int64_t replicas = 1;
    algorithms::ReplicationMode replication = algorithms::ReplicationMode::kAsynchronous;
    std::int64_t acknowledgements = 1;
    Duration acknowledge_timeout{0};
    ReadFrom read_from = ReadFrom::kPrimary;
    Law read;
    Law write;
    Law apply;
    Duration fail_over_after{0};
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) {
    return {"read", "write", "transaction"};
  }

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  Sql(const ComponentContext& context, const Options& options);
  ~Sql() override;

  void connect(const Directory& directory) override;
  void start() override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

  [[nodiscard]] bool places_requests() const override { return true; }

  [[nodiscard]] std::vector<Host*> find_hosts(const Address& address) const override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  friend class SqlShard;

  Options options_;
  OperationId read_{};
  OperationId replicate_{};
  RandomStream routing_;
  std::vector<std::unique_ptr<SqlShard>> shards_;
};

void declare(Declaration<Sql::Options>& keys);

}  // namespace napkin::components
