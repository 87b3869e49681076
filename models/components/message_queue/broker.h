#pragma once

#include <memory>  // unique_ptr
#include <vector>  // vector

#include "models/components/caller.h"
#include "models/components/message_queue.h"
#include "models/components/message_queue/partition_log.h"

namespace napkin::components {

/// One server of a queue: the partitions it holds, and the delivery of their messages.
class MessageQueue::Broker final : public Endpoint, private HostListener {
 public:
  Broker(MessageQueue& queue, Host& host);

  /// Takes a further partition; its number on this broker.
  std::size_t add_partition();
  void connect(const Directory& directory);
  /// Starts what runs in the background.
  void start();

  Task<Reply> handle(const Request& request) override;

  void restart_statistics();

  [[nodiscard]] PartitionLog::Counts counts() const;
  [[nodiscard]] std::size_t length() const;
  /// The age of the oldest message that waits; zero without one.
  [[nodiscard]] Duration lag() const;
  [[nodiscard]] bool balances() const;

 private:
  struct Partition {
    explicit Partition(PartitionLog messages, std::size_t consumers)
        : log(std::move(messages)), active(consumers) {}

    PartitionLog log;
    std::vector<std::int64_t> active;  // processes that deliver, by consumer
  };

  [[nodiscard]] const ConsumerKeys& keys(std::size_t consumer) const;
  /// Starts a process that delivers, unless enough of them run.
  void wake(Partition& partition, std::size_t consumer);
  void expire(Partition& partition);
  Task<void> deliver_all(Partition& partition, std::size_t consumer);
  Task<void> deliver(Partition& partition, std::size_t consumer, PartitionLog::Delivery delivery);
  Task<bool> attempt(Partition& partition,
                     std::size_t consumer,
                     const PartitionLog::Delivery& delivery);
  Task<void> wake_later(Partition& partition, std::size_t consumer);
  Task<void> flush_for_ever();
  void host_crashed(DiskFate disk) override;
  void host_restarted() override;

  MessageQueue& queue_;
  RandomStream costs_;
  std::vector<std::unique_ptr<Caller>> callers_;  // by consumer
  std::vector<std::unique_ptr<Partition>> partitions_;
};

}  // namespace napkin::components
