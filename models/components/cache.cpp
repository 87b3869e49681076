#include "models/components/cache.h"

#include <fmt/format.h>

#include "models/algorithms/cache/cache.h"
#include "models/algorithms/hash/mix.h"
#include "models/components/caller.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Cache> registration;

}  // namespace

void declare(Declaration<BehindKeys>& keys) {
  keys.about("The store that a cache reads on a miss");
  keys.key("call", &BehindKeys::call, values::call_reference())
      .required()
      .help("what is called with the key, such as db.read");
  keys.bytes("bytes", &BehindKeys::bytes)
      .at_most("4095MiB")
      .otherwise("200B")
      .help("size of the request");
  keys.include(&BehindKeys::policy);
}

void declare(Declaration<Cache::Options>& keys) {
  using Options = Cache::Options;
  keys.about("Objects in the memory of servers, placed on them by consistent hashing");
  keys.count("replicas", &Options::replicas)
      .at_least(1)
      .at_most(1000)
      .otherwise("1")
      .help("servers, each with a share of the keys");
  keys.choice<std::string>("policy",
                           &Options::policy,
                           {{"2q", "2q"},
                            {"arc", "arc"},
                            {"clock", "clock"},
                            {"fifo", "fifo"},
                            {"lfu", "lfu"},
                            {"lirs", "lirs"},
                            {"lru", "lru"},
                            {"perfect_lfu", "perfect_lfu"},
                            {"qd_lp_fifo", "qd_lp_fifo"},
                            {"s3_fifo", "s3_fifo"},
                            {"sieve", "sieve"},
                            {"slru", "slru"},
                            {"w_tiny_lfu", "w_tiny_lfu"}})
      .otherwise("lru")
      .help("which object goes when there is no room");
  keys.count("capacity", &Options::capacity)
      .at_least(1)
      .at_most(100000000)
      .otherwise("100k")
      .help("objects that a server keeps");
  keys.duration("ttl", &Options::ttl)
      .more_than("0s")
      .help("how long an object lives after it was put; by default until it must go");
  keys.boolean("renew", &Options::renew)
      .otherwise("false")
      .help("with ttl: it counts from the last time that the object was asked for");
  keys.law("get", &Options::get).otherwise("20us").help("work of a look-up");
  keys.law("put", &Options::put).otherwise("20us").help("work of a put or delete");
  keys.object("behind", &Options::behind)
      .help("read through: on a miss the cache itself calls the store and keeps the answer");
  keys.duration("eject_for", &Options::eject_for)
      .otherwise("1s")
      .help("how long the keys of a server that refused or reset a call go to the next one");
  keys.include(&Options::host);
}

std::vector<const CallReference*> Cache::references(const Options& options) {
  if (!options.behind) {
    return {};
  }
  return {&options.behind->call};
}

/// One server with its share of the keys.
class Cache::Server final : public Endpoint, private HostListener {
 public:
  Server(Cache& cache, Host& host)
      : Endpoint(host, host.name()),
        cache_(cache),
        costs_(host.region().seed(), host.name(), "cost"),
        objects_(make_objects()) {
    host.add_listener(*this);
  }

  void connect(const BehindKeys& behind, const Directory& directory) {
    const RandomStream random(host().region().seed(), address(), "call " + behind.call.text());
    store_ =
        std::make_unique<Caller>(host(), directory.resolve(behind.call), behind.policy, random);
  }

  Task<Reply> handle(const Request& request) override {
    return request.operation == cache_.get_ ? get(request) : change(request);
  }

  [[nodiscard]] bool is_ejected() const { return host().kernel().now() < ejected_until_; }

  void eject() { ejected_until_ = add_checked(host().kernel().now(), cache_.options_.eject_for); }

  [[nodiscard]] std::size_t objects() const { return objects_->size(); }

  std::int64_t hits = 0;
  std::int64_t misses = 0;

 private:
  /// What is kept of an object is the number that a read of it returns.
  using Objects = algorithms::Cache<std::uint64_t>;

  [[nodiscard]] std::unique_ptr<Objects> make_objects() const {
    return std::make_unique<Objects>(algorithms::make_cache_policy(
        cache_.options_.policy, static_cast<std::uint64_t>(cache_.options_.capacity)));
  }

  Task<Reply> get(const Request& request) {
    const Duration cost = cache_.options_.get.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    if (const std::uint64_t* const value = objects_->get(request.key, host().kernel().now())) {
      ++hits;
      const Reply reply{.value = *value};
      if (cache_.options_.renew) {
        put(request.key, reply.value);
      }
      co_return reply;
    }
    ++misses;
    if (!store_) {
      co_return Reply::failed(Status::kNotFound);
    }
    co_return co_await read_through(request);
  }

  Task<Reply> read_through(Request request) {
    request.port = nullptr;
    request.bytes = static_cast<std::uint32_t>(cache_.options_.behind->bytes);
    Reply reply = co_await store_->call(request);
    if (reply.ok()) {
      put(request.key, reply.value);
    } else if (reply.status == Status::kRefused || reply.status == Status::kReset) {
      // The store is dead, not the cache.
      reply.status = Status::kUnavailable;
    }
    co_return reply;
  }

  Task<Reply> change(const Request& request) {
    const Duration cost = cache_.options_.put.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    if (request.operation == cache_.put_) {
      put(request.key, request.value);
    } else {
      objects_->erase(request.key);
    }
    co_return Reply{.value = request.value};
  }

  void put(std::uint64_t key, std::uint64_t value) {
    Objects::PutOptions options;
    if (cache_.options_.ttl) {
      options.expires_at = add_checked(host().kernel().now(), *cache_.options_.ttl);
    }
    objects_->put(key, value, options);
  }

  void host_crashed(DiskFate) override { objects_ = make_objects(); }

  void host_restarted() override {}

  Cache& cache_;
  RandomStream costs_;
  std::unique_ptr<Objects> objects_;  // anew after a crash
  std::unique_ptr<Caller> store_;     // null: no read-through
  Time ejected_until_{0};
};

Demand Cache::demand(const Options& options, std::string_view operation) {
  return {.work_ns = (operation == "get" ? options.get : options.put).mean(), .causes = {}};
}

double Cache::cores(const Options& options) {
  return static_cast<double>(options.replicas * options.host.cores);
}

std::vector<MemoryNeed> Cache::memory_needs(const Options& options) {
  return {{"replicas", static_cast<double>(options.replicas) * kHostBytes}};
}

Cache::Cache(const ComponentContext& context, const Options& options)
    : Component(context), options_(options) {
  std::vector<algorithms::Node> members;
  for (std::int64_t index = 0; index < options_.replicas; ++index) {
    Host& host = add_host(options_.host.host(
        fmt::format("{}[{}]", name(), index), region(), static_cast<std::size_t>(index)));
    servers_.push_back(std::make_unique<Server>(*this, host));
    options_.host.limit(*servers_.back());
    add_endpoint(*servers_.back());
    members.push_back({.id = static_cast<algorithms::NodeId>(index)});
  }
  ring_.add_all(members);
}

Cache::~Cache() = default;

void Cache::connect(const Directory& directory) {
  get_ = directory.operations().id("get");
  put_ = directory.operations().id("put");
  if (options_.behind) {
    for (const auto& server : servers_) {
      server->connect(*options_.behind, directory);
    }
  }
}

/// The owner of the key, or the first server after it on the ring that is thought to be alive.
Endpoint* Cache::route(const Request& request, Host&, const Endpoint*) {
  const std::uint64_t hash = algorithms::mix64(request.key);
  Server* const owner = servers_[algorithms::number_of(ring_.owner(hash))].get();
  if (!owner->is_ejected()) {
    return owner;
  }
  std::vector<algorithms::NodeId> preference(servers_.size());
  const std::size_t count = ring_.owners(hash, preference);
  for (std::size_t index = 0; index < count; ++index) {
    Server* const server = servers_[algorithms::number_of(preference[index])].get();
    if (!server->is_ejected()) {
      return server;
    }
  }
  return nullptr;
}

void Cache::on_outcome(Endpoint& chosen, Status status, Duration) {
  if (status == Status::kRefused || status == Status::kReset) {
    static_cast<Server&>(chosen).eject();
  }
}

void Cache::restart_statistics() {
  Component::restart_statistics();
  for (const auto& server : servers_) {
    server->hits = 0;
    server->misses = 0;
  }
}

std::string Cache::layout() const {
  return options_.replicas == 1 ? "" : fmt::format("{} servers", options_.replicas);
}

void Cache::report(ComponentResult& result) const {
  for (std::size_t index = 0; index < servers_.size() && index < result.instances.size(); ++index) {
    const Server& server = *servers_[index];
    auto& values = result.instances[index].values;
    const std::int64_t look_ups = server.hits + server.misses;
    if (look_ups > 0) {
      const double ratio = static_cast<double>(server.hits) / static_cast<double>(look_ups);
      values.push_back({"hit_ratio", ratio, "ratio"});
    }
    values.push_back({"objects", static_cast<double>(server.objects()), "objects"});
  }
}

void Cache::report_values(std::vector<NamedValue>& values) const {
  std::int64_t hits = 0;
  std::int64_t look_ups = 0;
  for (const auto& server : servers_) {
    hits += server->hits;
    look_ups += server->hits + server->misses;
  }
  if (look_ups > 0) {
    values.push_back({fmt::format("hit_ratio({})", name()),
                      static_cast<double>(hits) / static_cast<double>(look_ups),
                      "ratio"});
  }
}

}  // namespace napkin::components
