#pragma once

#include <memory>    // unique_ptr
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "models/components/call_keys.h"
#include "models/components/host_keys.h"
#include "sim/kernel/law.h"
#include "sim/run/component_kind.h"
#include "sim/station/pool.h"

namespace napkin::components {

/// Who gets every message of a queue: a group of workers that share the work.
struct ConsumerKeys {
  CallReference call;
  std::int64_t workers = 1;
  bool in_order = true;
  std::int64_t attempts = 1;
  Duration retry_delay{0};
  std::int64_t bytes = 0;
  PolicyKeys policy;
};

void declare(Declaration<ConsumerKeys>& keys);

/// A log of messages between those who publish and those who work on them later.
///
/// A message goes to the partition that its key gives and is appended there; each consumer gets it
/// at least once, in the order of the partition: the next one only after this one was acknowledged
/// by a reply, or became a dead letter after its last attempt. A message stays until all consumers
/// are done with it, or until it is too old, or the partition too long.
///
/// A crash of a broker interrupts what is being delivered: it is delivered again after the restart.
/// What was acknowledged but not yet flushed to disk is lost, and counted. Brokers are not
/// replicated here.
class MessageQueue final : public Component {
 public:
  static constexpr std::string_view kKind = "queue";

  enum class WhenFull : std::uint8_t { kReject, kDropOldest };

  struct Options {
    std::int64_t brokers = 1;
    std::int64_t partitions = 1;
    std::int64_t length = 1;  ///< messages that wait in a partition
    WhenFull when_full = WhenFull::kReject;
    std::optional<Duration> retention;
    Duration flush_every{0};
    Law publish;
    Law deliver;
    std::vector<ConsumerKeys> consumers;
    HostKeys host;
  };

  [[nodiscard]] static std::vector<std::string> operations(const Options&) { return {"publish"}; }

  [[nodiscard]] static std::vector<const CallReference*> references(const Options& options);

  [[nodiscard]] static std::vector<MemoryNeed> memory_needs(const Options& options);
  [[nodiscard]] static Demand demand(const Options& options, std::string_view operation);
  [[nodiscard]] static double cores(const Options& options);

  MessageQueue(const ComponentContext& context, const Options& options);
  ~MessageQueue() override;

  void connect(const Directory& directory) override;
  void start() override;
  Endpoint* route(const Request& request, Host& caller, const Endpoint* avoid) override;

  [[nodiscard]] bool places_requests() const override { return true; }

  void restart_statistics() override;
  [[nodiscard]] std::string layout() const override;
  void report(ComponentResult& result) const override;
  void report_values(std::vector<NamedValue>& values) const override;
  [[nodiscard]] std::vector<Backlog> backlogs() const override;
  void audit(std::vector<AuditLine>& lines) const override;

 private:
  class Broker;

  [[nodiscard]] std::size_t partition_of(std::uint64_t key) const;

  Options options_;
  std::vector<std::unique_ptr<Pool>> workers_;  // by consumer
  std::vector<std::unique_ptr<Broker>> brokers_;
};

void declare(Declaration<MessageQueue::Options>& keys);

}  // namespace napkin::components
