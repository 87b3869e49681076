#include "models/components/fleet.h"

#include <algorithm>

#include "models/algorithms/balancing/balancer_registry.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::components {

void declare(Declaration<FleetKeys>& keys) {
  keys.about("A number of equal instances");
  keys.count("replicas", &FleetKeys::replicas)
      .at_least(1)
      .at_most(10000)
      .otherwise("1")
      .help("instances");
  keys.choice<std::string>("balance",
                           &FleetKeys::balance,
                           {{"ip_hash", "ip_hash"},
                            {"least_connections", "least_connections"},
                            {"least_latency", "least_latency"},
                            {"power_of_two_choices", "power_of_two_choices"},
                            {"power_of_two_choices_latency", "power_of_two_choices_latency"},
                            {"random", "random"},
                            {"round_robin", "round_robin"},
                            {"weighted", "smooth_weighted_round_robin"},
                            {"url_hash", "url_hash"}})
      .otherwise("round_robin")
      .help("who serves a request; ip_hash goes by the user, url_hash by the key");
  keys.list_of("weights", &FleetKeys::weights, values::count<std::int64_t>().at_most("1M"))
      .help("with weighted: share of each instance, in order; by default 1");
  keys.duration("eject_for", &FleetKeys::eject_for)
      .otherwise("1s")
      .help("how long an instance that refused or reset a call gets no more");
  keys.include(&FleetKeys::host);
  keys.check([](const FleetKeys& options, const KeyPlaces& places) {
    if (!options.weights.empty() &&
        static_cast<std::int64_t>(options.weights.size()) != options.replicas) {
      places.error("weights", "there are not as many weights as replicas");
    }
  });
}

Fleet::Fleet(const FleetKeys& keys, Kernel& kernel, RandomStream random)
    : kernel_(kernel),
      random_(random),
      by_user_(keys.balance == "ip_hash"),
      eject_for_(keys.eject_for),
      weights_(keys.weights),
      balancer_(algorithms::make_balancer(keys.balance)) {}

Fleet::~Fleet() = default;

void Fleet::add(Endpoint& instance) {
  const std::size_t index = instances_.size();
  instances_.push_back(&instance);
  algorithms::Backend backend;
  if (index < weights_.size()) {
    backend.weight = static_cast<std::uint32_t>(weights_[index]);
  }
  backends_.push_back(backend);
  ejected_until_.push_back(Time{0});
}

void Fleet::use_first(std::size_t count) {
  for (std::size_t index = 0; index < backends_.size(); ++index) {
    const bool is_retired = ejected_until_[index] == kTimeMax;
    if (index >= count && !is_retired) {
      ejected_ += backends_[index].available ? 1 : 0;
      backends_[index].available = false;
      ejected_until_[index] = kTimeMax;
    } else if (index < count && is_retired) {
      ejected_until_[index] = kernel_.now();
    }
  }
}

Endpoint* Fleet::choose(const Request& request, const Endpoint* avoid) {
  const Time now = kernel_.now();
  if (ejected_ > 0) {
    let_back_in(now);
  }
  // A retry goes elsewhere, if there is an elsewhere.
  const std::size_t avoided = avoid == nullptr ? backends_.size() : index_of(*avoid);
  const bool spare =
      avoided < backends_.size() && backends_[avoided].available && backends_.size() - ejected_ > 1;
  if (spare) {
    backends_[avoided].available = false;
  }
  const std::uint64_t random_word = random_.next();
  const std::uint64_t hash = algorithms::mix64(by_user_ ? request.user : request.key);
  const auto chosen = balancer_->pick(backends_, {.random = random_word, .hash = hash, .now = now});
  if (spare) {
    backends_[avoided].available = true;
  }
  if (!chosen) {
    return nullptr;
  }
  balancer_->on_start(backends_[*chosen]);
  return instances_[*chosen];
}

void Fleet::on_outcome(const Endpoint& chosen, Status status, Duration latency) {
  const std::size_t index = index_of(chosen);
  if (status == Status::kRejected && latency == Duration::zero()) {
    --backends_[index].in_flight;  // a message that expects no reply: nothing to learn from
    return;
  }
  balancer_->on_finish(backends_[index], kernel_.now(), latency);
  const bool is_down = status == Status::kRefused || status == Status::kReset;
  if (is_down && backends_[index].available) {
    backends_[index].available = false;
    ejected_until_[index] = add_checked(kernel_.now(), eject_for_);
    ++ejected_;
  }
}

void Fleet::let_back_in(Time now) {
  for (std::size_t index = 0; index < backends_.size(); ++index) {
    if (!backends_[index].available && ejected_until_[index] <= now) {
      backends_[index].available = true;
      --ejected_;
    }
  }
}

std::size_t Fleet::index_of(const Endpoint& instance) const {
  const auto found = std::find(instances_.begin(), instances_.end(), &instance);
  return static_cast<std::size_t>(found - instances_.begin());
}

}  // namespace napkin::components
