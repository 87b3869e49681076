#include "models/components/service.h"

#include <algorithm>

#include "models/components/step_flow.h"
#include "models/components/step_runner.h"
#include "sim/run/flow_sheet.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Service> registration;

}  // namespace

void declare(Declaration<Service::Options>& keys) {
  keys.about("An application server: replicas that run the steps of each operation");
  keys.include(&Service::Options::fleet);
  keys.map_of("on", &Service::Options::on, values::list_of(values::object<Step>()))
      .at_least(1)
      .required()
      .help("the steps of each operation");
  keys.check([](const Service::Options& options, const KeyPlaces& places) {
    for (const auto& [name, steps] : options.on) {
      (void)compile_steps(steps,
                          [&places](const Node& node, std::string message, std::string hint) {
                            places.error_at(node, std::move(message), std::move(hint));
                          });
    }
  });
}

std::vector<std::string> Service::operations(const Options& options) {
  std::vector<std::string> names;
  names.reserve(options.on.size());
  for (const auto& [name, steps] : options.on) {
    names.push_back(name);
  }
  return names;
}

std::vector<const CallReference*> Service::references(const Options& options) {
  std::vector<const CallReference*> references;
  for (const auto& [name, steps] : options.on) {
    collect_references(steps, references);
  }
  return references;
}

/// One instance: what runs the steps of every operation on its host.
class Service::Replica final : public Endpoint {
 public:
  using Endpoint::Endpoint;

  void connect(const Service& service, const Directory& directory) {
    for (const auto& [name, program] : service.programs_) {
      const auto number = static_cast<std::size_t>(directory.operations().id(name));
      runners_.resize(std::max(runners_.size(), number + 1));
      runners_[number] = std::make_unique<StepRunner>(host(), program, name, directory);
    }
  }

  Task<Reply> handle(const Request& request) override {
    return runners_.at(static_cast<std::size_t>(request.operation))->run(request);
  }

 private:
  std::vector<std::unique_ptr<StepRunner>> runners_;  // by operation; null where it has none
};

Demand Service::demand(const Options& options, std::string_view operation) {
  for (const auto& [name, steps] : options.on) {
    if (name == operation) {
      return demand_of(steps);
    }
  }
  return {};
}

double Service::cores(const Options& options) {
  return static_cast<double>(options.fleet.replicas * options.fleet.host.cores);
}

std::vector<MemoryNeed> Service::memory_needs(const Options& options) {
  // Each replica has the steps made ready, with the state of their calls.
  constexpr double kStepBytes = 1024;
  double steps = 0;
  for (const auto& [name, list] : options.on) {
    steps += static_cast<double>(count_written(list));
  }
  return {{"replicas",
           static_cast<double>(options.fleet.replicas) * (kHostBytes + steps * kStepBytes)}};
}

Service::Service(const ComponentContext& context, const Options& options)
    : Component(context), options_(options), fleet_(options_.fleet, kernel(), random("balance")) {
  for (const auto& [name, steps] : options_.on) {
    programs_.emplace_back(
        name, compile_steps(steps, [](const Node&, const std::string&, const std::string&) {
          NAPKIN_ASSERT(false);  // mistakes were told when the scenario was read
        }));
  }
  for (std::int64_t index = 0; index < options_.fleet.replicas; ++index) {
    add_replica();
  }
  in_use_ = replicas_.size();
}

void Service::add_replica() {
  const std::string address = name() + "[" + std::to_string(replicas_.size()) + "]";
  Host& host = add_host(options_.fleet.host.host(address, region(), replicas_.size()));
  replicas_.push_back(std::make_unique<Replica>(host, address));
  options_.fleet.host.limit(*replicas_.back());
  add_endpoint(*replicas_.back());
  fleet_.add(*replicas_.back());
}

/// Those that have left come back first. Who leaves ends what it is at.
std::int64_t Service::resize(std::int64_t by) {
  const auto before = static_cast<std::int64_t>(in_use_);
  in_use_ = static_cast<std::size_t>(std::max(before + by, std::int64_t{1}));
  while (replicas_.size() < in_use_) {
    add_replica();
    replicas_.back()->connect(*this, *directory_);
  }
  fleet_.use_first(in_use_);
  return static_cast<std::int64_t>(in_use_) - before;
}

Service::~Service() = default;

void Service::connect(const Directory& directory) {
  directory_.emplace(directory);
  for (const auto& replica : replicas_) {
    replica->connect(*this, directory);
  }
}

Endpoint* Service::route(const Request& request, Host&, const Endpoint* avoid) {
  return fleet_.choose(request, avoid);
}

void Service::on_outcome(Endpoint& chosen, Status status, Duration latency) {
  fleet_.on_outcome(chosen, status, latency);
}

namespace {

FlowSheet::Discipline discipline_of(ServiceOrder order) {
  switch (order) {
    case ServiceOrder::kFirstInFirstOut:
      return FlowSheet::Discipline::kFirstComeFirstServed;
    case ServiceOrder::kProcessorSharing:
      return FlowSheet::Discipline::kShared;
    default:
      return FlowSheet::Discipline::kOther;
  }
}

}  // namespace

bool Service::describe_flow(FlowSheet& sheet) const {
  FlowSheet::Servers servers{.servers = options_.fleet.host.cores,
                             .groups = options_.fleet.replicas,
                             .discipline = discipline_of(options_.fleet.host.order)};
  if (options_.fleet.host.cores_max) {
    sheet.give_up();
  }
  for (const auto& [operation, steps] : options_.on) {
    const StepFlow flow = flow_of(steps);
    if (!flow.is_analysable) {
      sheet.give_up();
    }
    servers.only_works = servers.only_works && !flow.waits;
    sheet.node(name() + "." + operation).calls = flow.calls;
    sheet.node(name() + "." + operation).works = flow.works;
  }
  sheet.set_servers(name(), servers);
  return true;
}

std::string Service::layout() const {
  return options_.fleet.replicas == 1 ? "" : std::to_string(options_.fleet.replicas) + " replicas";
}

}  // namespace napkin::components
