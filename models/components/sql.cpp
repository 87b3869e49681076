#include "models/components/sql.h"

#include <fmt/format.h>

#include "models/algorithms/hash/mix.h"
#include "models/components/sql_shard.h"
#include "sim/run/directory.h"

namespace napkin::components {

using algorithms::ReplicationMode;

namespace {

const ComponentRegistration<Sql> registration;

}  // namespace

void declare(Declaration<Sql::Options>& keys) {
  using Options = Sql::Options;
  keys.about("A relational store: shards of a primary and its replicas");
  keys.count("shards", &Options::shards)
      .at_least(1)
      .at_most(10000)
      .otherwise("1")
      .help("parts that the rows are divided into, by key");
  keys.count("replicas", &Options::replicas)
      .at_least(1)
      .at_most(16)
      .otherwise("1")
      .help("servers of a shard, the primary among them");
  keys.choice<ReplicationMode>("replication",
                               &Options::replication,
                               {{"async", ReplicationMode::kAsynchronous},
                                {"semi_sync", ReplicationMode::kSemiSynchronous},
                                {"sync", ReplicationMode::kSynchronous}})
      .otherwise("async")
      .help("what a write waits for: nobody, the log of some replicas, that of all");
  keys.count("acknowledgements", &Options::acknowledgements)
      .at_least(1)
      .at_most(15)
      .otherwise("1")
      .help("with semi_sync: replicas that must have received a write");
  keys.duration("acknowledge_timeout", &Options::acknowledge_timeout)
      .more_than("0s")
      .otherwise("1s")
      .help("after it a semi_sync write counts as done without them, a sync write as failed");
  keys.choice<Sql::ReadFrom>(
          "read_from",
          &Options::read_from,
          {{"primary", Sql::ReadFrom::kPrimary}, {"replicas", Sql::ReadFrom::kReplicas}})
      .otherwise("primary")
      .help("who answers reads");
  keys.law("read", &Options::read).otherwise("{exponential: 2ms}").help("work of a read");
  keys.law("write", &Options::write)
      .otherwise("{exponential: 4ms}")
      .help("work of a write or transaction on the primary, its log flushed");
  keys.law("apply", &Options::apply)
      .otherwise("{exponential: 1ms}")
      .help("work of a write on a replica");
  keys.duration("fail_over_after", &Options::fail_over_after)
      .otherwise("5s")
      .help("from the death of a primary to the promotion of a replica");
  keys.include(&Options::host);
}

Demand Sql::demand(const Options& options, std::string_view operation) {
  // The primary is what fills up first.
  const bool reads_elsewhere = options.read_from == ReadFrom::kReplicas && options.replicas > 1;
  if (operation == "read") {
    return {.work_ns = reads_elsewhere ? 0 : options.read.mean(), .causes = {}};
  }
  return {.work_ns = options.write.mean(), .causes = {}};
}

double Sql::cores(const Options& options) {
  return static_cast<double>(options.shards * options.host.cores);
}

std::vector<MemoryNeed> Sql::memory_needs(const Options& options) {
  const auto shards = static_cast<double>(options.shards);
  return {{"shards", shards * static_cast<double>(options.replicas) * kHostBytes}};
}

Sql::Sql(const ComponentContext& context, const Options& options)
    : Component(context), options_(options), routing_(random("routing")) {
  for (std::int64_t index = 0; index < options_.shards; ++index) {
    shards_.push_back(std::make_unique<SqlShard>(
        *this, static_cast<std::size_t>(index), fmt::format("{}.shard[{}]", name(), index)));
  }
}

Sql::~Sql() = default;

void Sql::connect(const Directory& directory) {
  read_ = directory.operations().id("read");
  replicate_ = directory.operations().id("replicate");
}

void Sql::start() {
  for (const auto& shard : shards_) {
    shard->start();
  }
}

Endpoint* Sql::route(const Request& request, Host&, const Endpoint*) {
  const std::size_t shard = algorithms::mix64(request.key) % shards_.size();
  return &shards_[shard]->node_for(request.operation == read_, routing_);
}

/// `threads.shard[3].primary` is whoever has that role now; everything else goes by name.
std::vector<Host*> Sql::find_hosts(const Address& address) const {
  const auto& steps = address.steps();
  const std::size_t shard = depth() + 1;
  if (steps.size() < shard + 2 || steps[shard + 1].name != "primary") {
    return Component::find_hosts(address);
  }
  std::vector<Host*> found;
  for (std::size_t index = 0; index < shards_.size(); ++index) {
    const std::optional<std::int64_t> wanted = steps[shard].index;
    if (!wanted || *wanted == AddressStep::kEvery || *wanted == static_cast<std::int64_t>(index)) {
      found.push_back(&shards_[index]->primary_host());
    }
  }
  return found;
}

std::string Sql::layout() const {
  return fmt::format("{} x {}", options_.shards, options_.replicas);
}

void Sql::report(ComponentResult& result) const {
  for (const auto& shard : shards_) {
    if (shard->fail_overs() > 0) {
      for (InstanceResult& instance : result.instances) {
        if (instance.address == shard->primary_host().name()) {
          instance.notes.push_back(
              fmt::format("promoted to primary ({} fail-overs of its shard)", shard->fail_overs()));
        }
      }
    }
  }
}

void Sql::report_values(std::vector<NamedValue>& values) const {
  std::uint64_t lost = 0;
  for (const auto& shard : shards_) {
    lost += shard->lost();
  }
  values.push_back({fmt::format("lost({})", name()), static_cast<double>(lost), "writes"});
}

}  // namespace napkin::components
