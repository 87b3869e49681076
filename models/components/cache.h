#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/algorithms/placement/hash_ring.h"
#include "models/components/call_keys.h"
#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// What stands behind a cache that reads through.
struct BehindKeys {
  CallReference call;
  std::int64_t bytes = 0;
  PolicyKeys policy;
};

void declare(Declaration<BehindKeys>& keys);

/// Objects in the memory of a number of servers. The callers place keys on the servers by
/// consistent hashing; a server that died is passed over for a while, and its keys go to the next
/// one on the ring.
///
/// Without `behind` a miss is answered with "not found", and the caller reads the store and puts
/// what it found (cache-aside). With it, the cache reads the store and keeps the answer. A crash
/// loses everything in memory.
class Cache final : public Component {
 public:
  static constexpr std::string_view kKind = "cache";

  struct Options {
    std::int64_t replicas = 1;
    std::string policy;
    std::int64_t capacity = 1;  ///< objects per server
    std::optional<Duration> ttl;
    bool renew = false;
    Law get;
    Law put;
    std::optional<BehindKeys> behind;
    Duration eject_for{0};
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) {
    return {"get", "put", "delete"};
  }

  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  Cache(const ComponentContext& context, const Options& options);
  ~Cache() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

  [[nodiscard]] bool places_requests() const override { return true; }

  void on_outcome(Endpoint& chosen, Status status, Duration latency) override;
  void restart_statistics() override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;
  void report_values(std::vector<NamedValue>& values) const override;

 private:
  class Server;

  Options options_;
  OperationId get_{};
  OperationId put_{};
  algorithms::HashRing ring_;
  std::vector<std::unique_ptr<Server>> servers_;
};

void declare(Declaration<Cache::Options>& keys);

}  // namespace napkin::components
