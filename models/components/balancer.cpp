#include "models/components/balancer.h"

#include <fmt/format.h>

#include "sim/net/call.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Balancer> registration;

}  // namespace

void declare(Declaration<Balancer::Options>& keys) {
  using Options = Balancer::Options;
  keys.about(
      "A load balancer before the instances of a component; where these hold different keys, as "
      "shards do, a request goes to the one that holds its key");
  keys.list_of("to", &Options::to, values::call_reference())
      .required()
      .at_least(1)
      .help("the operations it passes on, all of one component");
  keys.include(&Options::fleet);
  keys.law("cost", &Options::cost).otherwise("20us").help("its own work for a request");
  keys.duration("timeout", &Options::timeout)
      .more_than("0s")
      .otherwise("10s")
      .help("how long it waits for an instance");
  keys.check([](const Options& options, const KeyPlaces& places) {
    for (const CallReference& reference : options.to) {
      if (reference.component != options.to.front().component) {
        places.error("to", "a balancer stands before one component");
      }
    }
  });
}

std::vector<std::string> Balancer::operations(const Options& options) {
  std::vector<std::string> names;
  names.reserve(options.to.size());
  for (const CallReference& reference : options.to) {
    names.push_back(reference.operation);
  }
  return names;
}

std::vector<const CallReference*> Balancer::references(const Options& options) {
  std::vector<const CallReference*> references;
  references.reserve(options.to.size());
  for (const CallReference& reference : options.to) {
    references.push_back(&reference);
  }
  return references;
}

Demand Balancer::demand(const Options& options, std::string_view operation) {
  Demand demand{.work_ns = options.cost.mean(), .causes = {}};
  for (const CallReference& call : options.to) {
    if (call.operation == operation) {
      demand.causes.push_back({call});
    }
  }
  return demand;
}

double Balancer::cores(const Options& options) {
  return static_cast<double>(options.fleet.replicas * options.fleet.host.cores);
}

/// One balancing machine, with its own view of the instances.
class Balancer::Machine final : public Endpoint {
 public:
  Machine(const Options& options, Host& host)
      : Endpoint(host, host.name()),
        options_(options),
        costs_(host.region().seed(), host.name(), "cost"),
        view_(options.fleet,
              host.kernel(),
              RandomStream(host.region().seed(), host.name(), "balance")) {}

  void connect(Component& behind) {
    behind_ = &behind;
    if (behind.places_requests()) {
      placed_ = &behind;
    }
    follow();
  }

  Task<Reply> handle(const Request& request) override {
    const Duration cost = options_.cost.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    if (placed_ != nullptr) {
      co_return as_gateway(co_await pass_on(request, *placed_));
    }
    if (behind_->instances_in_use() != known_) {
      follow();
    }
    Endpoint* const chosen = view_.choose(request, nullptr);
    if (chosen == nullptr) {
      co_return Reply::failed(Status::kUnavailable);
    }
    const Time sent = host().kernel().now();
    const Reply reply = co_await pass_on(request, *chosen);
    view_.on_outcome(*chosen, reply.status, host().kernel().now() - sent);
    co_return as_gateway(reply);
  }

 private:
  template <typename To>
  [[nodiscard]] Call pass_on(const Request& request, To& to) const {
    const Time deadline = add_checked(host().kernel().now(), options_.timeout);
    return Call(host(), to, passed_on(request, deadline));
  }

  /// When the instance is dead, it is not the balancer that is: HTTP 502.
  [[nodiscard]] static Reply as_gateway(Reply reply) {
    if (reply.status == Status::kRefused || reply.status == Status::kReset) {
      reply.status = Status::kUnavailable;
    }
    return reply;
  }

  /// Instances come and go.
  void follow() {
    const auto& instances = behind_->endpoints();
    for (std::size_t index = view_.size(); index < instances.size(); ++index) {
      view_.add(*instances[index]);
    }
    known_ = behind_->instances_in_use();
    view_.use_first(known_);
  }

  const Options& options_;
  const Component* behind_ = nullptr;
  Component* placed_ = nullptr;  // who is behind, if that must choose the instance itself
  std::size_t known_ = 0;        // instances in use
  RandomStream costs_;
  Fleet view_;
};

Balancer::Balancer(const ComponentContext& context, const Options& options)
    : Component(context), options_(options) {
  for (std::int64_t index = 0; index < options_.fleet.replicas; ++index) {
    Host& host = add_host(options_.fleet.host.host(
        fmt::format("{}[{}]", name(), index), region(), static_cast<std::size_t>(index)));
    machines_.push_back(std::make_unique<Machine>(options_, host));
    options_.fleet.host.limit(*machines_.back());
    add_endpoint(*machines_.back());
  }
}

Balancer::~Balancer() = default;

void Balancer::connect(const Directory& directory) {
  Component* const behind = directory.find(options_.to.front().component);
  for (const auto& machine : machines_) {
    machine->connect(*behind);
  }
}

/// Several machines share a name: the name service hands them out in turn.
Endpoint* Balancer::route(const Request&, Host&, const Endpoint* avoid) {
  next_ = (next_ + 1) % machines_.size();
  if (machines_[next_].get() == avoid) {
    next_ = (next_ + 1) % machines_.size();
  }
  return machines_[next_].get();
}

}  // namespace napkin::components
