#include "models/components/message_queue.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "models/algorithms/hash/murmur2.h"
#include "models/components/message_queue/broker.h"

namespace napkin::components {

namespace {

const ComponentRegistration<MessageQueue> registration;

}  // namespace

void declare(Declaration<ConsumerKeys>& keys) {
  keys.about("A group of workers that gets every message of a queue");
  keys.key("call", &ConsumerKeys::call, values::call_reference())
      .required()
      .help("what is called with each message, such as worker.handle; its reply acknowledges");
  keys.count("workers", &ConsumerKeys::workers)
      .at_least(1)
      .at_most(100000)
      .otherwise("1")
      .help("messages that are worked on at once");
  keys.boolean("in_order", &ConsumerKeys::in_order)
      .otherwise("true")
      .help("one message of a partition after the other; false: any that is ready");
  keys.count("attempts", &ConsumerKeys::attempts)
      .at_least(1)
      .at_most(1000000)
      .otherwise("5")
      .help("deliveries of a message at most; then it is a dead letter");
  keys.duration("retry_delay", &ConsumerKeys::retry_delay)
      .otherwise("1s")
      .help("pause before a failed message is delivered again");
  keys.bytes("bytes", &ConsumerKeys::bytes)
      .at_most("4095MiB")
      .otherwise("200B")
      .help("size of a message on its way to a worker");
  keys.include(&ConsumerKeys::policy);
}

void declare(Declaration<MessageQueue::Options>& keys) {
  using Options = MessageQueue::Options;
  keys.about("A log of messages between those who publish and those who work on them later");
  keys.count("brokers", &Options::brokers)
      .at_least(1)
      .at_most(1000)
      .otherwise("1")
      .help("servers; partitions are dealt out to them in turn");
  keys.count("partitions", &Options::partitions)
      .at_least(1)
      .at_most(100000)
      .otherwise("4")
      .help("parts that messages are divided into, by key; order holds within a part");
  keys.count("length", &Options::length)
      .at_least(1)
      .at_most(100000000)
      .otherwise("1M")
      .help("messages that may wait in a partition");
  keys.choice<MessageQueue::WhenFull>("when_full",
                                      &Options::when_full,
                                      {{"reject", MessageQueue::WhenFull::kReject},
                                       {"drop_oldest", MessageQueue::WhenFull::kDropOldest}})
      .otherwise("reject")
      .help("what happens to one more");
  keys.duration("retention", &Options::retention)
      .more_than("0s")
      .help("how long a message may wait; by default for ever");
  keys.duration("flush_every", &Options::flush_every)
      .otherwise("0s")
      .help("how often messages are flushed to disk; 0s: each before it is acknowledged");
  keys.law("publish", &Options::publish)
      .otherwise("50us")
      .help("work of taking a message in, its flush included if it waits for one");
  keys.law("deliver", &Options::deliver).otherwise("20us").help("work of sending one to a worker");
  keys.list_of("consumers", &Options::consumers, values::object<ConsumerKeys>())
      .help("who works on the messages; each gets them all");
  keys.include(&Options::host);
  keys.check([](const Options& options, const KeyPlaces& places) {
    if (options.brokers > options.partitions) {
      places.error("brokers", "there are more brokers than partitions");
    }
  });
}

std::vector<const CallReference*> MessageQueue::references(const Options& options) {
  std::vector<const CallReference*> references;
  for (const ConsumerKeys& consumer : options.consumers) {
    references.push_back(&consumer.call);
  }
  return references;
}

Demand MessageQueue::demand(const Options& options, std::string_view operation) {
  (void)operation;  // there is but one
  const auto consumers = static_cast<double>(options.consumers.size());
  Demand demand{.work_ns = options.publish.mean() + consumers * options.deliver.mean(),
                .causes = {}};
  for (const ConsumerKeys& consumer : options.consumers) {
    demand.causes.push_back({consumer.call});
  }
  return demand;
}

double MessageQueue::cores(const Options& options) {
  return static_cast<double>(options.brokers * options.host.cores);
}

std::vector<MemoryNeed> MessageQueue::memory_needs(const Options& options) {
  constexpr double kPartitionBytes = 2048;
  const auto logs =
      static_cast<double>(options.partitions) * static_cast<double>(1 + options.consumers.size());
  return {{"brokers", static_cast<double>(options.brokers) * kHostBytes},
          {"partitions", logs * kPartitionBytes}};
}

MessageQueue::MessageQueue(const ComponentContext& context, const Options& options)
    : Component(context), options_(options) {
  for (std::size_t index = 0; index < options_.consumers.size(); ++index) {
    const std::int64_t workers = options_.consumers[index].workers;
    workers_.push_back(
        std::make_unique<Pool>(kernel(),
                               fmt::format("{}.consumer[{}]", name(), index),
                               Pool::Options{.minimum = workers, .maximum = workers}));
  }
  for (std::int64_t index = 0; index < options_.brokers; ++index) {
    Host& host = add_host(options_.host.host(
        fmt::format("{}[{}]", name(), index), region(), static_cast<std::size_t>(index)));
    brokers_.push_back(std::make_unique<Broker>(*this, host));
    options_.host.limit(*brokers_.back());
    add_endpoint(*brokers_.back());
  }
  for (std::int64_t index = 0; index < options_.partitions; ++index) {
    brokers_[static_cast<std::size_t>(index) % brokers_.size()]->add_partition();
  }
}

MessageQueue::~MessageQueue() = default;

void MessageQueue::connect(const Directory& directory) {
  for (const auto& broker : brokers_) {
    broker->connect(directory);
  }
}

void MessageQueue::start() {
  for (const auto& broker : brokers_) {
    broker->start();
  }
}

/// As Kafka's default: the hash of the key's bytes, here eight of them, big end first.
std::size_t MessageQueue::partition_of(std::uint64_t key) const {
  std::array<char, 8> bytes{};
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    bytes[index] = static_cast<char>(key >> (56 - 8 * index));
  }
  return algorithms::kafka_partition({bytes.data(), bytes.size()},
                                     static_cast<std::uint32_t>(options_.partitions));
}

Endpoint* MessageQueue::route(const Request& request, Host&, const Endpoint*) {
  return brokers_[partition_of(request.key) % brokers_.size()].get();
}

void MessageQueue::restart_statistics() {
  Component::restart_statistics();
  for (const auto& broker : brokers_) {
    broker->restart_statistics();
  }
}

std::string MessageQueue::layout() const {
  return fmt::format("{} partitions on {} brokers", options_.partitions, options_.brokers);
}

void MessageQueue::report(ComponentResult& result) const {
  for (std::size_t index = 0; index < brokers_.size() && index < result.instances.size(); ++index) {
    const Broker& broker = *brokers_[index];
    const PartitionLog::Counts counts = broker.counts();
    auto& values = result.instances[index].values;
    values.push_back({"length", static_cast<double>(broker.length()), "messages"});
    values.push_back({"lag", static_cast<double>(broker.lag().count()), "ns"});
    values.push_back({"published", static_cast<double>(counts.published), "messages"});
    values.push_back({"delivered", static_cast<double>(counts.delivered), "messages"});
    values.push_back({"dead", static_cast<double>(counts.dead), "messages"});
  }
}

void MessageQueue::report_values(std::vector<NamedValue>& values) const {
  Duration lag{0};
  std::int64_t lost = 0;
  std::int64_t redelivered = 0;
  for (const auto& broker : brokers_) {
    lag = std::max(lag, broker->lag());
    lost += broker->counts().lost;
    redelivered += broker->counts().redelivered;
  }
  values.push_back({fmt::format("lost({})", name()), static_cast<double>(lost), "messages"});
  values.push_back(
      {fmt::format("duplicated({})", name()), static_cast<double>(redelivered), "messages"});
  values.push_back({fmt::format("lag({})", name()), static_cast<double>(lag.count()), "ns"});
}

std::vector<Backlog> MessageQueue::backlogs() const {
  Backlog backlog;
  backlog.name = name();
  for (const auto& broker : brokers_) {
    const PartitionLog::Counts counts = broker->counts();
    const auto length = static_cast<std::int64_t>(broker->length());
    for (const OperationCounts& requests : broker->Endpoint::counts()) {
      backlog.turned_away += requests.by_status[static_cast<std::size_t>(Status::kOverloaded)];
    }
    backlog.arrived += counts.published;
    backlog.done += counts.published - length - counts.lost;
    backlog.waiting += length;
    backlog.turned_away += counts.lost;
  }
  backlog.arrived += backlog.turned_away;
  return {backlog};
}

void MessageQueue::audit(std::vector<AuditLine>& lines) const {
  AuditLine line;
  line.name = fmt::format("messages of {} are conserved", name());
  for (const auto& broker : brokers_) {
    if (!broker->balances()) {
      line.ok = false;
      line.detail = broker->address();
    }
  }
  lines.push_back(std::move(line));
}

}  // namespace napkin::components
