#include "sim/run/simulation.h"

#include <algorithm>

#include "sim/run/audit.h"
#include "sim/run/collect.h"
#include "sim/run/conclude.h"
#include "sim/run/stop_reason.h"
#include "sim/run/theory.h"

namespace napkin {

namespace {

// A step is as long as it takes to make about this many events; which events these are does not
// depend on it. Between two steps the queues are looked at, and how many events are pending.
constexpr std::uint64_t kEventsPerStep = 50'000;
constexpr Duration kFirstStep = 1us;

// And there are at least so many.
constexpr int kProgressSteps = 4000;

LinkOptions options_of(LineDistance distance) {
  switch (distance) {
    case LineDistance::kSameCity:
      return LinkOptions::same_city();
    case LineDistance::kNational:
      return LinkOptions::national();
    case LineDistance::kInternational:
      return LinkOptions::international();
  }
  return {};
}

}  // namespace

std::uint64_t seed_of_replication(std::uint64_t seed, std::uint32_t replication) {
  return replication == 0 ? seed : RandomStream(seed, "run", "replication", replication).next();
}

Simulation::Simulation(const ScenarioPlan& plan, Options options)
    : plan_(plan),
      options_(std::move(options)),
      world_(seed_of_replication(options_.seed, options_.replication)),
      directory_(world_.operations()),
      warm_up_(options_.warm_up.value_or(plan.keys.run.warm_up.length)),
      step_(kFirstStep),
      windows_(plan, warm_up_),
      load_watch_(components_) {
  build_regions();
  build_components();
  timeline_ = std::make_unique<Timeline>(plan_, world_, components_);
}

/// Processes hold leases and jobs of the components: they go first.
Simulation::~Simulation() {
  world_.stop();
}

void Simulation::build_regions() {
  for (const ScenarioPlan::Region& region : plan_.regions) {
    Region::Options options;
    options.name = region.name;
    options.zones = static_cast<std::uint32_t>(region.keys.zones);
    options.same_zone = line_options(region.keys.same_zone, LinkOptions::same_zone());
    options.same_city = line_options(region.keys.between_zones, LinkOptions::same_city());
    world_.add_region(std::move(options));
  }
  const auto& regions = world_.regions();
  for (std::size_t one = 0; one < regions.size(); ++one) {
    for (std::size_t other = one + 1; other < regions.size(); ++other) {
      const auto link =
          std::find_if(plan_.keys.links.begin(), plan_.keys.links.end(), [&](const LinkKeys& keys) {
            const auto& ends = keys.between;
            return std::find(ends.begin(), ends.end(), regions[one]->name()) != ends.end() &&
                   std::find(ends.begin(), ends.end(), regions[other]->name()) != ends.end();
          });
      const LinkKeys keys = link == plan_.keys.links.end() ? LinkKeys{} : *link;
      world_.connect(
          *regions[one], *regions[other], line_options(keys.line, options_of(keys.distance)));
    }
  }
}

void Simulation::build_components() {
  for (const ScenarioPlan::Part& part : plan_.parts) {
    Region& region = *world_.regions().at(part.region);
    components_.push_back(part.plan->build({world_, region, part.name, part.kind}));
    directory_.add(*components_.back());
  }
  for (std::size_t index = 0; index < components_.size(); ++index) {
    components_[index]->connect(directory_.seen_from(plan_.scope_of(plan_.parts[index])));
  }
  for (const auto& component : components_) {
    for (const auto& recorder : component->recorders()) {
      recorder->set_tracing(plan_.keys.run.trace && options_.trace);
    }
    component->start();
  }
}

RunResult Simulation::run() {
  return conclude(plan_, std::vector{simulate()});
}

RunResult Simulation::simulate() {
  const RunKeys& keys = plan_.keys.run;
  guard_.emplace(world_,
                 Guard::Options{.budget = keys.budget,
                                .duration = keys.duration,
                                .go_on = options_.go_on,
                                .machine = options_.machine});
  load_watch_.restart(Time{0});
  bool complete = true;
  Duration warm_up = warm_up_;
  if (warm_up > Duration::zero()) {
    complete = run_until(warm_up);
    if (complete) {
      end_warm_up();
    } else {
      warm_up = Duration::zero();  // stopped in its middle: what there is, is all there is
    }
  }
  complete = complete && run_until(keys.duration);
  std::string reason;
  if (!complete) {
    reason = stop_reason(*guard_->stop(), keys.budget, world_, components_);
    world_.end_here();
  }
  RunResult result = collect(plan_, world_, components_, throughput_);
  result.seed = options_.seed;
  result.replication = options_.replication;
  result.complete = complete;
  result.incomplete_reason = std::move(reason);
  result.warm_up = warm_up;
  result.warm_up_rule = "as written";
  result.windows = windows_.windows(result);
  result.steady = is_steady();
  result.timeline = timeline_->events();
  result.events_pending_maximum = pending_max_;
  result.overloads = load_watch_.overloads(result.duration);
  audit_components(components_, world_, warm_up, result.audit);
  world_.stop();
  audit_messages(world_, result.audit);
  if (complete) {
    result.theory = compare_with_theory(describe_flows(plan_, components_), result);
  }
  return result;
}

bool Simulation::is_steady() const {
  return plan_.timeline.empty() &&
         std::none_of(components_.begin(), components_.end(), [](const auto& component) {
           return component->varies();
         });
}

bool Simulation::run_until(Time limit) {
  const Duration step_max = std::max(plan_.keys.run.duration / kProgressSteps, Duration{1});
  while (world_.horizon() <= limit) {
    const std::uint64_t events_before = world_.events();
    const Time due = std::min(throughput_.due(), windows_.due());
    const Time next = std::min({world_.horizon() + step_, limit, due - Duration{1}});
    const bool goes_on = world_.run_until(next, *guard_);
    pending_max_ = std::max(pending_max_, world_.pending());
    if (!goes_on) {
      return false;
    }
    const bool was_long = world_.events() - events_before > kEventsPerStep;
    step_ = std::clamp(was_long ? step_ / 2 : step_ * 2, Duration{1}, step_max);
    if (world_.horizon() == throughput_.due()) {
      throughput_.sample();
    }
    if (world_.horizon() == windows_.due()) {
      windows_.look(collect_components(world_, components_));
    }
    load_watch_.observe(next);
  }
  return true;
}

void Simulation::end_warm_up() {
  for (const auto& region : world_.regions()) {
    region->measure_from(warm_up_);
  }
  for (const auto& component : components_) {
    component->restart_statistics();
  }
  throughput_.restart();
  load_watch_.restart(world_.horizon() - Duration{1});
}

}  // namespace napkin
