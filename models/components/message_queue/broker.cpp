#include "models/components/message_queue/broker.h"

#include <algorithm>

namespace napkin::components {

namespace {

/// A broker whose cores are overloaded looks again after this time.
constexpr Duration kBusyPause = 1ms;

/// Leases do not end: whoever works on a message lives and dies with its broker.
constexpr Duration kLease = Law::kDurationMax;

algorithms::DeliveryQueue::Options retries_of(const ConsumerKeys& keys) {
  return {.lease = kLease,
          .attempts_max = static_cast<std::uint32_t>(keys.attempts),
          .retry_delays = {keys.retry_delay}};
}

}  // namespace

MessageQueue::Broker::Broker(MessageQueue& queue, Host& host)
    : Endpoint(host, host.name()),
      queue_(queue),
      costs_(host.region().seed(), host.name(), "cost") {
  host.add_listener(*this);
}

const ConsumerKeys& MessageQueue::Broker::keys(std::size_t consumer) const {
  return queue_.options_.consumers[consumer];
}

std::size_t MessageQueue::Broker::add_partition() {
  std::vector<algorithms::DeliveryQueue::Options> retries;
  retries.reserve(queue_.options_.consumers.size());
  for (const ConsumerKeys& consumer : queue_.options_.consumers) {
    retries.push_back(retries_of(consumer));
  }
  const std::size_t consumers = retries.size();
  partitions_.push_back(
      std::make_unique<Partition>(PartitionLog(consumers, std::move(retries)), consumers));
  return partitions_.size() - 1;
}

void MessageQueue::Broker::connect(const Directory& directory) {
  for (const ConsumerKeys& consumer : queue_.options_.consumers) {
    const RandomStream random(host().region().seed(), address(), "call " + consumer.call.text());
    callers_.push_back(std::make_unique<Caller>(
        host(), directory.resolve(consumer.call), consumer.policy, random));
  }
}

void MessageQueue::Broker::start() {
  if (queue_.options_.flush_every > Duration::zero()) {
    host().tasks().spawn(flush_for_ever());
  }
}

/// Publishes a message.
Task<Reply> MessageQueue::Broker::handle(const Request& request) {
  const Options& options = queue_.options_;
  const Duration cost = options.publish.sample_duration(costs_);
  const ServiceOutcome outcome = co_await host().work(cost);
  if (outcome != ServiceOutcome::kServed) {
    co_return Reply::failed(Status::kOverloaded);
  }
  const std::size_t brokers = queue_.brokers_.size();
  Partition& partition = *partitions_[queue_.partition_of(request.key) / brokers];
  expire(partition);
  if (partition.log.length() >= static_cast<std::size_t>(options.length)) {
    if (options.when_full == WhenFull::kReject) {
      co_return Reply::failed(Status::kOverloaded);
    }
    partition.log.drop_oldest();
  }
  Request message = request;
  message.port = nullptr;
  message.trace = TraceRef{};  // the trace ends with the reply
  message.deadline = kTimeMax;
  const PartitionLog::Offset offset = partition.log.append(message, host().kernel().now());
  if (options.flush_every == Duration::zero()) {
    partition.log.flush();
  }
  for (std::size_t consumer = 0; consumer < options.consumers.size(); ++consumer) {
    wake(partition, consumer);
  }
  co_return Reply{.value = offset};
}

void MessageQueue::Broker::expire(Partition& partition) {
  const std::optional<Duration>& retention = queue_.options_.retention;
  if (retention && host().kernel().now() > *retention) {
    partition.log.expire(host().kernel().now() - *retention);
  }
}

void MessageQueue::Broker::wake(Partition& partition, std::size_t consumer) {
  const std::int64_t active_max = keys(consumer).in_order ? 1 : keys(consumer).workers;
  if (partition.active[consumer] < active_max) {
    ++partition.active[consumer];
    host().tasks().spawn(deliver_all(partition, consumer));
  }
}

Task<void> MessageQueue::Broker::deliver_all(Partition& partition, std::size_t consumer) {
  while (true) {
    expire(partition);
    auto delivery = partition.log.receive(consumer, host().kernel().now());
    if (!delivery) {
      break;
    }
    co_await deliver(partition, consumer, *delivery);
  }
  --partition.active[consumer];
}

/// One message until it is done, dead, or back in the queue. In order, nothing else of the
/// partition is delivered between the attempts.
Task<void> MessageQueue::Broker::deliver(Partition& partition,
                                         std::size_t consumer,
                                         PartitionLog::Delivery delivery) {
  const ConsumerKeys& options = keys(consumer);
  for (std::int64_t number = 1;; ++number) {
    const bool done = co_await attempt(partition, consumer, delivery);
    if (done) {
      partition.log.acknowledge(consumer, delivery);
      co_return;
    }
    if (!options.in_order) {
      if (partition.log.retry(consumer, delivery, host().kernel().now())) {
        partition.log.count_redelivery();
        host().tasks().spawn(wake_later(partition, consumer));
      }
      co_return;
    }
    if (number >= options.attempts) {
      partition.log.bury(consumer, delivery);
      co_return;
    }
    partition.log.count_redelivery();
    co_await host().sleep(options.retry_delay);
  }
}

/// Hands the message to a worker when one is free; true when it was acknowledged.
Task<bool> MessageQueue::Broker::attempt(Partition& partition,
                                         std::size_t consumer,
                                         const PartitionLog::Delivery& delivery) {
  const Lease worker = co_await queue_.workers_[consumer]->check_out(host().tasks());
  ServiceOutcome outcome = ServiceOutcome::kRejected;
  while (outcome != ServiceOutcome::kServed) {
    const Duration cost = queue_.options_.deliver.sample_duration(costs_);
    outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_await host().sleep(kBusyPause);
    }
  }
  Request request = delivery.message.request;
  request.bytes = static_cast<std::uint32_t>(keys(consumer).bytes);
  partition.log.on_sent(consumer, delivery);
  const Reply reply = co_await callers_[consumer]->call(request);
  co_return is_answer(reply.status);
}

Task<void> MessageQueue::Broker::wake_later(Partition& partition, std::size_t consumer) {
  co_await host().sleep(keys(consumer).retry_delay);
  wake(partition, consumer);
}

Task<void> MessageQueue::Broker::flush_for_ever() {
  while (true) {
    co_await host().sleep(queue_.options_.flush_every);
    for (const auto& partition : partitions_) {
      partition->log.flush();
    }
  }
}

void MessageQueue::Broker::host_crashed(DiskFate disk) {
  for (const auto& partition : partitions_) {
    partition->log.crash(disk == DiskFate::kLost, host().kernel().now());
    std::fill(partition->active.begin(), partition->active.end(), 0);
  }
}

void MessageQueue::Broker::host_restarted() {
  start();
  for (const auto& partition : partitions_) {
    for (std::size_t consumer = 0; consumer < callers_.size(); ++consumer) {
      wake(*partition, consumer);
    }
  }
}

void MessageQueue::Broker::restart_statistics() {
  for (const auto& partition : partitions_) {
    partition->log.restart_statistics();
  }
}

PartitionLog::Counts MessageQueue::Broker::counts() const {
  PartitionLog::Counts sum;
  for (const auto& partition : partitions_) {
    const PartitionLog::Counts& counts = partition->log.counts();
    sum.published += counts.published;
    sum.delivered += counts.delivered;
    sum.dead += counts.dead;
    sum.redelivered += counts.redelivered;
    sum.lost += counts.lost;
  }
  return sum;
}

std::size_t MessageQueue::Broker::length() const {
  std::size_t length = 0;
  for (const auto& partition : partitions_) {
    length += partition->log.length();
  }
  return length;
}

Duration MessageQueue::Broker::lag() const {
  const Time now = host().kernel().now();
  Duration lag{0};
  for (const auto& partition : partitions_) {
    lag = std::max(lag, now - partition->log.oldest().value_or(now));
  }
  return lag;
}

bool MessageQueue::Broker::balances() const {
  return std::all_of(partitions_.begin(), partitions_.end(), [](const auto& partition) {
    return partition->log.balances();
  });
}

}  // namespace napkin::components
