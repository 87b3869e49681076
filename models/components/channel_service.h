#pragma once

#include <memory>  // unique_ptr
#include <string>  // string
#include <vector>  // vector

#include "models/algorithms/placement/hash_ring.h"
#include "models/algorithms/presence/channel_table.h"
#include "models/components/call_keys.h"
#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"

namespace napkin::components {

/// Knows for each channel (a group chat) which of its members are on line, so that a message to the
/// group becomes one message to the channel, and from there one to each member who is there.
///
/// Subscriptions are in memory only. A server that crashes comes back empty, and is filled again as
/// the members' clients subscribe anew.
class ChannelService final : public Component {
 public:
  static constexpr std::string_view kKind = "channel_service";

  struct Options {
    std::int64_t replicas = 1;
    std::int64_t channels = 0;
    Law members;
    std::int64_t users = 0;
    std::int64_t users_online = 0;
    CallReference push;
    Law lookup;
    Law per_member;
    Duration resubscribe_within{0};
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) {
    return {"publish", "subscribe", "unsubscribe"};
  }

  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options) {
    return {&options.push};
  }

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  ChannelService(const ComponentContext& context, const Options& options);
  ~ChannelService() override;

  void connect(const Directory& directory) override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

  [[nodiscard]] bool places_requests() const override { return true; }

  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;

 private:
  class Server;

  [[nodiscard]] Server& server_of(std::uint64_t channel) const;
  [[nodiscard]] std::vector<std::uint64_t> members_of(std::uint64_t channel) const;

  Options options_;
  OperationId publish_{};
  OperationId subscribe_{};
  OperationId push_operation_{};
  Component* push_ = nullptr;
  algorithms::HashRing ring_;
  std::vector<std::unique_ptr<Server>> servers_;
};

void declare(Declaration<ChannelService::Options>& keys);

}  // namespace napkin::components
