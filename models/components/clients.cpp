#include "models/components/clients.h"

#include <algorithm>

#include <fmt/format.h>

#include "models/algorithms/hash/mix.h"
#include "sim/run/flow_sheet.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Clients> registration;

constexpr double kKeyMax = 0x1p63;
constexpr double kBytesMax = double{1U << 20U} * 4095;

}  // namespace

/// Counts a request from its beginning to its end, also when the user is gone before that.
class Clients::Asking {
 public:
  explicit Asking(OperationRecorder& recorder) : recorder_(recorder) { recorder_.begin(); }

  ~Asking() {
    if (!ended_) {
      recorder_.give_up();
    }
  }

  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

  void end(Status status, Time intended) {
    ended_ = true;
    recorder_.end(status, intended);
  }

 private:
  OperationRecorder& recorder_;
  bool ended_ = false;
};

/// One of the things asked for, ready to be asked.
struct Clients::Kind {
  RequestKeys keys;
  OperationRecorder* recorder = nullptr;
  std::unique_ptr<Caller> caller;
  CallTarget target;
};

/// Where messages to the users arrive.
class Clients::Phone final : public Endpoint {
 public:
  explicit Phone(Clients& clients) : Endpoint(clients.host_, clients.name()), clients_(clients) {}

  std::optional<Reply> handle_at_once(const Request& request) override {
    if (delivered_ == nullptr) {
      delivered_ = &clients_.add_recorder("deliver");
    }
    delivered_->deliver(request.intended);
    return Reply{};
  }

  Task<Reply> handle(const Request&) override { co_return Reply{}; }

 private:
  Clients& clients_;
  OperationRecorder* delivered_ = nullptr;  // made by the first message: not all users get any
};

/// The arrivals of the open loop: one pending event, whatever the rate.
class Clients::Source final : public Event {
 public:
  Source(Clients& clients, const ArrivalKeys& keys)
      : clients_(clients), arrivals_(keys, clients.random("arrivals")) {}

  ~Source() { clients_.kernel().cancel(*this); }

  void schedule() {
    const Time next = arrivals_.next(clients_.kernel().now());
    if (next != kTimeMax) {
      clients_.kernel().schedule_at(next, *this);
    }
  }

  double set_factor(double factor) {
    const double before = arrivals_.set_factor(factor);
    clients_.kernel().cancel(*this);
    schedule();
    return before;
  }

  std::optional<double> set_rate(double rate) {
    const std::optional<double> before = arrivals_.set_rate(rate);
    clients_.kernel().cancel(*this);
    schedule();
    return before;
  }

  void run() override {
    const LoadTrace::Entry* const recorded = arrivals_.entry();
    schedule();
    if (!clients_.host_.up()) {
      return;
    }
    const Kind& kind = recorded != nullptr ? clients_.kind_of(*recorded) : clients_.choose();
    Request request = clients_.draw(kind);
    if (recorded != nullptr) {
      request.key = recorded->key.value_or(request.key);
      request.bytes = recorded->bytes.value_or(request.bytes);
    }
    clients_.host_.tasks().start(clients_.ask(kind, request));
  }

  [[nodiscard]] std::string describe() const override { return "arrival at " + clients_.name(); }

 private:
  Clients& clients_;
  Arrivals arrivals_;
};

std::vector<const CallReference*> Clients::references(const Options& options) {
  std::vector<const CallReference*> references;
  if (options.calls) {
    references.push_back(&*options.calls);
  }
  for (const RequestKeys& request : options.requests) {
    references.push_back(&request.call);
  }
  return references;
}

std::vector<std::string> Clients::measured(const Options& options) {
  std::vector<std::string> names{"deliver"};
  if (options.calls) {
    names.push_back(options.calls->operation);
  }
  for (const RequestKeys& request : options.requests) {
    names.push_back(request.as.value_or(request.call.operation));
  }
  return names;
}

/// Of users who arrive, whatever becomes of their requests; peaks and changing rates do not count.
std::vector<OpenLoad> Clients::open_loads(const Options& options) {
  if (!options.arrivals) {
    return {};
  }
  const ArrivalKeys& arrivals = *options.arrivals;
  double rate = arrivals.poisson.value_or(arrivals.constant.value_or(0));
  if (arrivals.every) {
    rate = 1e9 / arrivals.every->mean();
  }
  std::vector<OpenLoad> loads;
  if (options.calls) {
    loads.push_back({*options.calls, rate});
  }
  for (const RequestKeys& request : options.requests) {
    loads.push_back({request.call, rate * request.share});
  }
  return loads;
}

std::vector<MemoryNeed> Clients::memory_needs(const Options& options) {
  constexpr double kUserBytes = 2048;  // a process that waits
  return {{"population", static_cast<double>(options.population.value_or(0)) * kUserBytes}};
}

Clients::Clients(const ComponentContext& context, const Options& options)
    : Component(context),
      options_(options),
      host_(add_host([&] {
        Host::Options host;
        host.name = context.name;
        host.cores.servers = Station::kUnbounded;
        host.in_data_centre = false;
        host.bandwidth_bps = 0;  // many users, each with a card of their own
        if (options.access) {
          host.access.emplace();
          host.access->latency = *options.access;
        }
        return host;
      }())),
      choices_(random("choice")),
      keys_(random("key")),
      sizes_(random("bytes")),
      thinking_(random("think")) {
  host_.add_listener(*this);
  phone_ = std::make_unique<Phone>(*this);
  add_endpoint(*phone_);
  if (options_.calls) {
    RequestKeys single;
    single.call = *options_.calls;
    single.bytes = options_.bytes;
    single.priority = options_.priority;
    options_.requests.push_back(single);
  }
  if (options_.arrivals) {
    source_ = std::make_unique<Source>(*this, *options_.arrivals);
  }
}

Clients::~Clients() = default;

void Clients::connect(const Directory& directory) {
  for (const RequestKeys& request : options_.requests) {
    Kind& kind = kinds_.emplace_back();
    kind.keys = request;
    kind.target = directory.resolve(request.call);
    kind.recorder = &add_recorder(request.name());
    if (options_.population) {
      kind.recorder->set_closed_loop();
    }
    kind.caller = std::make_unique<Caller>(
        host_, kind.target, options_.policy, random("call " + request.call.text()));
  }
}

void Clients::start() {
  if (source_) {
    source_->schedule();
  }
  population_ = options_.population.value_or(0);
  start_users(options_.ramp_up);
}

/// As many as are missing, evenly over a time.
void Clients::start_users(Duration over) {
  const std::int64_t missing = population_ - users_;
  for (std::int64_t user = 0; user < missing; ++user) {
    const double share = static_cast<double>(user) / static_cast<double>(missing);
    host_.tasks().spawn(think_and_ask(Law::to_duration(share * static_cast<double>(over.count()))));
    ++users_;
  }
}

bool Clients::varies() const {
  const auto& load = options_.arrivals;
  const bool arrivals_vary = load && (!load->curve.empty() || load->ramp || load->daily ||
                                      load->trace || !load->spikes.empty());
  return arrivals_vary || options_.ramp_up > Duration::zero();
}

void Clients::report_assumptions(std::vector<std::string>& assumptions) const {
  if (options_.population) {
    assumptions.push_back(
        fmt::format("{}: closed loop, {} users who wait for each answer before they ask again",
                    name(),
                    *options_.population));
  } else {
    assumptions.push_back(
        fmt::format("{}: open loop, requests arrive whatever becomes of earlier ones", name()));
  }
}

std::vector<SettingInfo> Clients::settings(const Options& options) {
  if (options.population) {
    return {{"population", QuantityKind::kCount}};
  }
  if (!options.arrivals || options.arrivals->trace) {
    return {};
  }
  std::vector<SettingInfo> settings = {{"rate_factor", QuantityKind::kNumber}};
  if (options.arrivals->poisson || options.arrivals->constant) {
    settings.push_back({"rate", QuantityKind::kRate});
  }
  return settings;
}

std::optional<double> Clients::set(std::string_view key, double value) {
  constexpr double kValueMax = 1e12;
  if (value < 0 || value > kValueMax) {
    return std::nullopt;
  }
  if (key == "population") {
    const std::int64_t before = population_;
    population_ = std::min(static_cast<std::int64_t>(std::min(value, 0x1p62)), kPopulationMax);
    if (host_.up()) {
      start_users(Duration::zero());
    }
    return static_cast<double>(before);
  }
  if (source_ == nullptr) {
    return std::nullopt;
  }
  if (key == "rate_factor") {
    return source_->set_factor(value);
  }
  return key == "rate" ? source_->set_rate(value) : std::nullopt;
}

Endpoint* Clients::route(const Request&, Host&, const Endpoint*) {
  return phone_.get();
}

bool Clients::describe_flow(FlowSheet& sheet) const {
  const bool at_random =
      options_.arrivals && options_.arrivals->poisson && options_.arrivals->spikes.empty();
  if (!at_random || !options_.policy.is_single_try()) {
    sheet.give_up();
    return true;
  }
  for (const Kind& kind : kinds_) {
    sheet.node(kind.keys.call.text()).arrivals_per_second +=
        *options_.arrivals->poisson * kind.keys.share;
  }
  return true;
}

/// What a recorded request asks for, found by its name.
const Clients::Kind& Clients::kind_of(const LoadTrace::Entry& recorded) const {
  const std::string& name = options_.arrivals->trace->operations[recorded.operation];
  const auto kind = std::find_if(
      kinds_.begin(), kinds_.end(), [&name](const Kind& one) { return one.keys.name() == name; });
  NAPKIN_ASSERT(kind != kinds_.end());  // the scenario was checked
  return *kind;
}

const Clients::Kind& Clients::choose() {
  if (kinds_.size() == 1) {
    return kinds_.front();
  }
  double rest = choices_.uniform();
  std::size_t index = 0;
  while (index + 1 < kinds_.size() && rest >= kinds_[index].keys.share) {
    rest -= kinds_[index].keys.share;
    ++index;
  }
  return kinds_[index];
}

Request Clients::draw(const Kind& kind) {
  Request request;
  request.bytes =
      static_cast<std::uint32_t>(std::clamp(kind.keys.bytes.sample(sizes_), 0.0, kBytesMax));
  request.priority = static_cast<std::uint16_t>(kind.keys.priority);
  request.user = keys_.below(static_cast<std::uint64_t>(options_.users));
  const std::optional<Law>& law = kind.keys.key ? kind.keys.key : options_.key;
  request.key =
      law ? static_cast<std::uint64_t>(std::clamp(law->sample(keys_), 0.0, kKeyMax)) : request.user;
  request.value = algorithms::mix64(++asked_, keys_.next());
  request.intended = kernel().now();
  return request;
}

/// One request from its intended start to its answer.
Task<void> Clients::ask(const Kind& kind, Request request) {
  OperationRecorder& recorder = *kind.recorder;
  Asking asking(recorder);
  request.trace = recorder.open_trace();
  Reply reply;
  if (kind.caller->is_plain()) {
    reply = co_await kind.caller->attempt(request);
  } else {
    reply = co_await kind.caller->call(request);
  }
  asking.end(reply.status, request.intended);
  recorder.close_trace(request.trace, kind.target.operation, reply.status, request.intended);
}

/// The life of one user of the closed loop; it ends when there are more than there shall be.
Task<void> Clients::think_and_ask(Duration start) {
  if (start > Duration::zero()) {
    co_await host_.sleep(start);
  }
  while (users_ <= population_) {
    if (options_.think) {
      const Duration pause = options_.think->sample_duration(thinking_);
      co_await host_.sleep(pause);
    }
    const Kind& kind = choose();
    const Request request = draw(kind);
    co_await ask(kind, request);
    if (!options_.think && kernel().now() == request.intended) {
      co_await host_.sleep(Duration::zero());  // turned away at once: others run in between
    }
  }
  --users_;
}

}  // namespace napkin::components
