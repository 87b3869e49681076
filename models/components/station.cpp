#include "models/components/station.h"

#include <algorithm>

#include "models/algorithms/balancing/balancer_registry.h"
#include "models/algorithms/balancing/least_loaded.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Stations> registration;

constexpr std::string_view kOnlyOperation = "serve";

std::unique_ptr<algorithms::Balancer> make_chooser(const Stations::Options& options) {
  if (options.choose == "power_of_choices") {
    return std::make_unique<algorithms::PowerOfChoices>(
        algorithms::PowerOfChoices::Options{.choices = static_cast<std::size_t>(options.choices)});
  }
  return algorithms::make_balancer(options.choose);
}

Line::Options line_options(const Stations::Options& options) {
  return {.servers = options.servers,
          .discipline = options.discipline,
          .queue_max = options.queue.value_or(Station::kUnbounded),
          .drops_oldest = options.drops_oldest,
          .levels = static_cast<std::size_t>(options.levels)};
}

Host::Options host_options(const std::string& name, const Region& region) {
  Host::Options host;
  host.name = name;
  host.zone = zone_for(region, 0);
  host.cores.servers = Station::kUnbounded;
  host.bandwidth_bps = 0;
  return host;
}

double ratio(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<std::string> Stations::operations(const Options& options) {
  std::vector<std::string> names;
  names.reserve(options.classes.size());
  for (const auto& [name, keys] : options.classes) {
    names.push_back(name);
  }
  if (names.empty()) {
    names.emplace_back(kOnlyOperation);
  }
  return names;
}

/// A wait that does not last for ever: whoever is still in line when it ends gives up.
class Stations::Patience final : public Event {
 public:
  Patience(Kernel& kernel, Job& job) : kernel_(kernel), job_(job) {}

  ~Patience() { kernel_.disarm(timer_); }

  void begin(Duration patience) {
    timer_ = kernel_.arm(add_checked(kernel_.now(), patience), *this);
  }

  void run() override {
    if (job_.is_waiting()) {
      job_.give_up();
    }
  }

  [[nodiscard]] std::string describe() const override { return "end of somebody's patience"; }

 private:
  Kernel& kernel_;
  Job& job_;
  TimerId timer_;
};

/// One request, or copy of one, at a station: keeps the books also when its process is killed.
class Stations::Visit {
 public:
  Visit(Stations& stations, std::size_t line)
      : line_(*stations.lines_[line]),
        backend_(stations.backends_[line]),
        balancer_(*stations.balancer_),
        arrived_(stations.kernel().now()) {
    balancer_.on_start(backend_);
    line_.enter();
  }

  ~Visit() {
    const Time now = line_.station().kernel().now();
    line_.leave();
    balancer_.on_finish(backend_, now, now - arrived_);
  }

  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  [[nodiscard]] Line& line() const { return line_; }

 private:
  Line& line_;
  algorithms::Backend& backend_;
  algorithms::Balancer& balancer_;
  Time arrived_;
};

/// Where requests arrive.
class Stations::Desk final : public Endpoint {
 public:
  Desk(Stations& stations, Host& host) : Endpoint(host, host.name()), stations_(stations) {}

  Task<Reply> handle(const Request& request) override {
    const Kind& kind = stations_.kind_of(request.operation);
    Lease place;
    if (stations_.gate_) {
      place = co_await stations_.gate_->check_out();
    }
    if (stations_.options_.copies > 1) {
      const bool won = co_await stations_.serve_copies(kind);
      co_return won ? Reply{.value = request.value} : Reply::failed(Status::kOverloaded);
    }
    const ServiceOutcome outcome = co_await stations_.visit(kind, stations_.choose_line(), nullptr);
    if (outcome == ServiceOutcome::kServed) {
      co_return Reply{.value = request.value};
    }
    co_return Reply::failed(outcome == ServiceOutcome::kGaveUp ? Status::kTimeout
                                                               : Status::kOverloaded);
  }

 private:
  Stations& stations_;
};

Stations::Stations(const ComponentContext& context, const Options& options)
    : Component(context),
      options_(options),
      host_(add_host(host_options(context.name, context.region))),
      work_(random("work")),
      patience_(random("patience")),
      choices_(random("choice")),
      failures_(random("failure")),
      backends_(static_cast<std::size_t>(options.stations)),
      balancer_(make_chooser(options)) {
  host_.add_listener(*this);
  for (std::int64_t index = 0; index < options_.stations; ++index) {
    const std::string line = name() + "[" + std::to_string(index) + "]";
    lines_.push_back(std::make_unique<Line>(kernel(), line, line_options(options_)));
  }
  if (options_.admit) {
    gate_ = std::make_unique<Pool>(
        kernel(),
        name() + ".admit",
        Pool::Options{.minimum = *options_.admit, .maximum = *options_.admit, .open_cost = {}});
  }
  if (options_.wait_as) {
    waits_ = &add_recorder(*options_.wait_as);
  }
  desk_ = std::make_unique<Desk>(*this, host_);
  add_endpoint(*desk_);
}

Stations::~Stations() = default;

void Stations::connect(const Directory& directory) {
  for (const auto& [name, keys] : options_.classes) {
    kinds_.push_back({directory.operations().id(name),
                      static_cast<int>(keys.priority),
                      keys.service.value_or(options_.service)});
  }
  if (kinds_.empty()) {
    kinds_.push_back({directory.operations().id(std::string(kOnlyOperation)), 0, options_.service});
  }
}

void Stations::start() {
  start_processes();
}

void Stations::start_processes() {
  for (const auto& line : lines_) {
    if (options_.up) {
      host_.tasks().spawn(break_down(*line));
    }
    if (options_.vacation) {
      host_.tasks().spawn(take_vacations(*line));
    }
  }
}

Endpoint* Stations::route(const Request&, Host&, const Endpoint*) {
  return desk_.get();
}

const Stations::Kind& Stations::kind_of(OperationId operation) const {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(), [operation](const Kind& kind) {
    return kind.operation == operation;
  });
  NAPKIN_ASSERT(found != kinds_.end());
  return *found;
}

std::size_t Stations::choose_line() {
  if (lines_.size() == 1) {
    return 0;
  }
  const algorithms::Balancer::Call call{
      .random = choices_.next(), .hash = 0, .now = kernel().now()};
  const auto chosen = balancer_->pick(backends_, call);
  NAPKIN_ASSERT(chosen.has_value());
  return *chosen;
}

/// As many different ones as there are copies, each set of them as likely as any other (Floyd).
std::vector<std::size_t> Stations::choose_lines() {
  std::vector<std::size_t> chosen;
  const auto copies = static_cast<std::size_t>(options_.copies);
  for (std::size_t last = lines_.size() - copies; last < lines_.size(); ++last) {
    const auto drawn =
        copies == lines_.size() ? last : static_cast<std::size_t>(choices_.below(last + 1));
    const bool taken = std::find(chosen.begin(), chosen.end(), drawn) != chosen.end();
    chosen.push_back(taken ? last : drawn);
  }
  return chosen;
}

/// Waits its turn at a station and is served; `place` is told where its job is, while it lasts.
Task<ServiceOutcome> Stations::visit(const Kind& kind, std::size_t line, Job** place) {
  const Visit visit(*this, line);
  const Time arrived = kernel().now();
  const Duration work = kind.service.sample_duration(work_);
  const int priority = visit.line().priority_for(kind.priority);
  Job job = visit.line().station().serve(work, priority);
  Patience patience(kernel(), job);
  if (options_.patience) {
    patience.begin(options_.patience->sample_duration(patience_));
  }
  if (place != nullptr) {
    *place = &job;
  }
  const ServiceOutcome outcome = co_await job;
  if (place != nullptr) {
    *place = nullptr;
  }
  const bool served = outcome == ServiceOutcome::kServed;
  const Duration wait = kernel().now() - arrived - (served ? work : Duration{0});
  served_ += served ? 1 : 0;
  delayed_ += served && wait > Duration{0} ? 1 : 0;
  gave_up_ += outcome == ServiceOutcome::kGaveUp ? 1 : 0;
  refused_ += !served && outcome != ServiceOutcome::kGaveUp ? 1 : 0;
  if (waits_ != nullptr && (served || outcome == ServiceOutcome::kGaveUp)) {
    waits_->deliver(kernel().now() - wait);
  }
  co_return outcome;
}

Task<bool> Stations::serve_copies(const Kind& kind) {
  const std::vector<std::size_t> lines = choose_lines();
  const auto needed = static_cast<std::size_t>(options_.need.value_or(options_.copies));
  const auto race = std::make_shared<Race>(kernel(), lines.size(), needed);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    host_.tasks().spawn(run_copy(kind, lines[index], race, index));
  }
  co_await *race;
  if (options_.cancel) {
    race->call_off();
  }
  co_return race->is_won();
}

Task<void> Stations::run_copy(const Kind& kind,
                              std::size_t line,
                              std::shared_ptr<Race> race,
                              std::size_t index) {
  const ServiceOutcome outcome = co_await visit(kind, line, &race->job(index));
  race->end_copy(outcome == ServiceOutcome::kServed);
}

/// The servers fail, whether or not anybody is there, and go on later where they stopped.
Task<void> Stations::break_down(Line& line) {
  while (true) {
    const Duration up = options_.up->sample_duration(failures_);
    co_await host_.sleep(up);
    const Line::Standstill down(line);
    const Duration repair = options_.repair->sample_duration(failures_);
    co_await host_.sleep(repair);
  }
}

/// Whenever nobody is left the servers go away, again and again until somebody is there.
Task<void> Stations::take_vacations(Line& line) {
  while (true) {
    {
      const Line::Standstill away(line);
      do {
        const Duration vacation = options_.vacation->sample_duration(failures_);
        co_await host_.sleep(vacation);
      } while (line.book().inside() == 0);
    }
    co_await line.emptied();
  }
}

std::vector<Station*> Stations::stations() const {
  std::vector<Station*> stations;
  stations.reserve(lines_.size());
  for (const auto& line : lines_) {
    stations.push_back(&line->station());
  }
  return stations;
}

void Stations::restart_statistics() {
  Component::restart_statistics();
  for (const auto& line : lines_) {
    line->book().restart(kernel().now());
  }
  served_ = 0;
  delayed_ = 0;
  refused_ = 0;
  gave_up_ = 0;
}

std::string Stations::layout() const {
  return options_.stations == 1 ? "" : std::to_string(options_.stations) + " stations";
}

/// All stations together: they are equal, and there may be a thousand of them.
void Stations::report(ComponentResult& result) const {
  ResourceResult servers;
  servers.name = "servers";
  const Time now = kernel().now();
  for (const auto& line : lines_) {
    const Station& station = line->station();
    servers.capacity += station.servers();
    servers.busy_time += Duration{static_cast<std::int64_t>(station.busy().integral(now))};
    servers.utilisation += station.busy().average(now);
    servers.queue_mean += station.queue().average(now);
    servers.queue_maximum = std::max(servers.queue_maximum, station.queue().maximum());
  }
  servers.utilisation /= static_cast<double>(servers.capacity);
  result.instances.front().resources.push_back(std::move(servers));
}

void Stations::report_values(std::vector<NamedValue>& values) const {
  InsideBook::Integrals sum;
  sum.at.resize(static_cast<std::size_t>(options_.levels));
  std::int64_t busy_periods = 0;
  Int128 busy_ns = 0;
  for (const auto& line : lines_) {
    line->book().add_to(sum, kernel().now());
    busy_periods += line->book().busy_periods();
    busy_ns += line->book().busy_ns();
  }
  const auto passed = static_cast<double>(sum.passed_ns);
  const auto add = [&](const std::string& what, double value, const char* unit) {
    values.push_back({"value(" + name() + "." + what + ")", value, unit});
  };
  const std::int64_t ended = served_ + refused_ + gave_up_;
  const double mean = passed == 0 ? 0 : static_cast<double>(sum.inside) / passed;
  const double square = passed == 0 ? 0 : static_cast<double>(sum.inside_squared) / passed;
  add("inside", mean, "requests");
  add("inside_variance", square - mean * mean, "");
  add("delayed", ratio(delayed_, served_), "ratio");
  add("refused", ratio(refused_, ended), "ratio");
  add("gave_up", ratio(gave_up_, ended), "ratio");
  if (busy_periods > 0) {
    add("busy_period", static_cast<double>(busy_ns) / static_cast<double>(busy_periods), "ns");
  }
  for (std::size_t level = 0; level < sum.at.size(); ++level) {
    add("inside_" + std::to_string(level), static_cast<double>(sum.at[level]) / passed, "ratio");
  }
}

}  // namespace napkin::components
