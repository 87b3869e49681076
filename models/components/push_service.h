#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/components/connection_map.h"
#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// Servers that hold a persistent connection to each user who is on line, and push messages down
/// it. A user costs a few bytes of the connection map, not a process.
///
/// When a server dies its users are cut off; each notices after a while and connects to another
/// server, with a request of its own: the storm after a failure is simulated user by user. Until
/// then pushes to them are refused.
class PushService final : public Component {
 public:
  static constexpr std::string_view kKind = "push_service";

  struct Options {
    std::int64_t replicas = 1;
    std::int64_t users = 0;
    std::int64_t connected = 0;
    CallReference deliver;
    Law push;
    Law connect;
    Law reconnect_after;
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) {
    return {"push", "connect", "disconnect"};
  }

  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options) {
    return {&options.deliver};
  }

  /// Who was cut off connects again from where the phones are, at once and not by a message.
  [[nodiscard]] static std::vector<const CallReference*> local_references(const Options& options) {
    return {&options.deliver};
  }

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  PushService(const ComponentContext& context, const Options& options);
  ~PushService() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;
  void prefetch_route(const Request& request) const override;

  [[nodiscard]] bool places_requests() const override { return true; }

  void restart_statistics() override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;

 private:
  class Server;
  class Storm;

  [[nodiscard]] Server& server_for_new_connection();
  void on_server_crash(Server& server);

  Options options_;
  OperationId push_{};
  OperationId connect_{};
  OperationId deliver_operation_{};
  Component* phones_ = nullptr;
  ConnectionMap connections_;
  std::vector<std::unique_ptr<Server>> servers_;
  std::vector<std::unique_ptr<Storm>> storms_;
};

void declare(Declaration<PushService::Options>& keys);

}  // namespace napkin::components
