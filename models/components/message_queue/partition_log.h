#pragma once

#include <cstdint>   // int64_t, uint64_t
#include <deque>     // deque
#include <map>       // map
#include <optional>  // optional
#include <vector>    // vector

#include "models/algorithms/queue/delivery_queue.h"
#include "sim/net/request.h"

namespace napkin::components {

/// One partition of a queue as its broker keeps it: the messages that somebody still has to work
/// on, and how far each consumer has come. Consumers are numbered from 0.
class PartitionLog {
 public:
  using Offset = std::uint64_t;

  struct Message {
    Request request;
    Time published{0};
  };

  struct Delivery {
    Offset offset = 0;
    algorithms::DeliveryQueue::Receipt receipt = 0;
    Message message;
  };

  /// Of messages, since the start or the last restart of statistics.
  struct Counts {
    std::int64_t published = 0;
    std::int64_t delivered = 0;    ///< done, once per consumer
    std::int64_t dead = 0;         ///< given up after the last attempt, once per consumer
    std::int64_t redelivered = 0;  ///< attempts after the first, once per consumer
    std::int64_t lost = 0;         ///< accepted and gone before all consumers were done
  };

  PartitionLog(std::size_t consumers, std::vector<algorithms::DeliveryQueue::Options> retries);

  /// Appends a message and makes it ready for every consumer.
  Offset append(const Request& request, Time now);
  /// The next message for `consumer`; nothing when none is ready.
  std::optional<Delivery> receive(std::size_t consumer, Time now);
  /// It leaves for a worker: from now on a crash means that it is delivered twice.
  void on_sent(std::size_t consumer, const Delivery& delivery);
  void acknowledge(std::size_t consumer, const Delivery& delivery);
  /// Back into the queue for a later attempt, or to the dead letters: false.
  bool retry(std::size_t consumer, const Delivery& delivery, Time now);
  void bury(std::size_t consumer, const Delivery& delivery);

  void count_redelivery() { ++counts_.redelivered; }

  /// Removes the oldest message that nobody is working on; it counts as lost.
  void drop_oldest();
  /// Removes messages published before `limit` that nobody is working on.
  void expire(Time limit);

  /// Everything appended so far survives a crash from now on.
  void flush() { flushed_ = end(); }

  /// The broker died: what was under way is ready again, from the front; what was not flushed, or
  /// everything with the disk, is lost.
  void crash(bool disk_lost, Time now);

  void restart_statistics() { counts_ = {}; }

  /// Messages that not all consumers are done with.
  [[nodiscard]] std::size_t length() const { return log_.size(); }

  [[nodiscard]] std::optional<Time> oldest() const;

  [[nodiscard]] const Counts& counts() const { return counts_; }

  /// Appended = done + dead + lost + open, for each consumer, over all time.
  [[nodiscard]] bool balances() const;

 private:
  enum class State : std::uint8_t { kReady, kTaken, kSent };

  struct Subscription {
    explicit Subscription(const algorithms::DeliveryQueue::Options& options)
        : retries(options), ready(options) {}

    algorithms::DeliveryQueue::Options retries;
    algorithms::DeliveryQueue ready;
    std::map<Offset, State> open;  // not done
    std::uint64_t closed = 0;      // done, dead or lost, over all time
  };

  [[nodiscard]] Offset end() const { return first_ + log_.size(); }

  [[nodiscard]] bool is_under_way(Offset offset) const;
  void close(std::size_t consumer, Offset offset);
  void lose(Offset offset);
  void remove_finished();

  std::vector<Subscription> subscriptions_;
  std::deque<std::optional<Message>> log_;  // nothing: lost in the middle
  Offset first_ = 0;
  Offset flushed_ = 0;
  std::uint64_t appended_ = 0;
  Counts counts_;
};

}  // namespace napkin::components
