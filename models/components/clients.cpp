#include "models/components/clients.h"

#include <algorithm>

#include <fmt/format.h>

#include "models/algorithms/hash/mix.h"
#include "sim/run/flow_sheet.h"

namespace napkin::components {

namespace {

const ComponentRegistration<Clients> registration;

constexpr double kKeyMax = 0x1p63;

}  // namespace

void declare(Declaration<RequestKeys>& keys) {
  keys.about("One of the things users ask for");
  keys.key("call", &RequestKeys::call, values::call_reference())
      .required()
      .help("what is called, such as api.send");
  keys.ratio("share", &RequestKeys::share)
      .otherwise("100%")
      .help("how often, among the requests of these users");
  keys.text("as", &RequestKeys::as).help("its name in results; by default that of the operation");
  keys.law("key", &RequestKeys::key, QuantityKind::kCount)
      .help("which key is asked for; by default as said for all requests");
  keys.bytes("bytes", &RequestKeys::bytes)
      .at_most("4095MiB")
      .otherwise("200B")
      .help("size of the request");
  keys.count("priority", &RequestKeys::priority)
      .at_most(65535)
      .otherwise("0")
      .help("larger is more urgent, where a service works in the order of priority");
}

void declare(Declaration<Clients::Options>& keys) {
  using Options = Clients::Options;
  keys.about("The users of the system and what they ask for");
  keys.object("arrivals", &Options::arrivals)
      .help("open loop: when requests arrive, whatever becomes of earlier ones");
  keys.count("population", &Options::population)
      .at_least(1)
      .at_most(1000000)
      .help("closed loop: users who wait for each answer");
  keys.law("think", &Options::think)
      .help("closed loop: time between an answer and the next request");
  keys.key("calls", &Options::calls, values::call_reference())
      .help("what is called, if it is one thing only");
  keys.list_of("requests", &Options::requests, values::object<RequestKeys>())
      .at_least(1)
      .help("the things that are asked for, with their shares");
  keys.count("users", &Options::users)
      .at_least(1)
      .otherwise("1M")
      .help("whose requests they are: a user is drawn evenly for each");
  keys.law("key", &Options::key, QuantityKind::kCount)
      .help("which key is asked for; by default the user");
  keys.bytes("bytes", &Options::bytes)
      .at_most("4095MiB")
      .otherwise("200B")
      .help("size of a request given by calls");
  keys.law("access", &Options::access)
      .help("latency of the last mile, one way, such as that of a mobile network");
  keys.include(&Options::policy);
  keys.check([](const Options& options, const KeyPlaces& places) {
    if (options.arrivals.has_value() == options.population.has_value()) {
      places.error("arrivals",
                   "users arrive, or they are a population",
                   "give one of arrivals and population");
    }
    if (options.calls.has_value() == !options.requests.empty()) {
      places.error("calls", "it is not clear what is asked for", "give one of calls and requests");
    }
    double shares = 0;
    for (const RequestKeys& request : options.requests) {
      shares += request.share;
    }
    if (!options.requests.empty() && (shares < 1 - 1e-9 || shares > 1 + 1e-9)) {
      places.error("requests", "the shares of the requests do not add up to 100%");
    }
  });
}

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

  Task<Reply> handle(Request) override { co_return Reply{}; }

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

  void set_factor(double factor) {
    arrivals_.set_factor(factor);
    clients_.kernel().cancel(*this);
    schedule();
  }

  void run() override {
    schedule();
    if (!clients_.host_.up()) {
      return;
    }
    const Kind& kind = clients_.choose();
    clients_.host_.tasks().start(clients_.ask(kind, clients_.draw(kind)));
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
      thinking_(random("think")) {
  host_.add_listener(*this);
  phone_ = std::make_unique<Phone>(*this);
  add_endpoint(*phone_);
  if (options_.calls) {
    RequestKeys single;
    single.call = *options_.calls;
    single.bytes = options_.bytes;
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
    kind.recorder = &add_recorder(request.as.value_or(request.call.operation));
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
  start_users();
}

void Clients::start_users() {
  for (std::int64_t user = 0; user < options_.population.value_or(0); ++user) {
    host_.tasks().spawn(think_and_ask());
  }
}

bool Clients::varies() const {
  return options_.arrivals &&
         (!options_.arrivals->curve.empty() || !options_.arrivals->spikes.empty());
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

bool Clients::set(std::string_view key, double value) {
  if (key != "rate_factor" || source_ == nullptr || value < 0) {
    return false;
  }
  source_->set_factor(value);
  return true;
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
  request.bytes = static_cast<std::uint32_t>(kind.keys.bytes);
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

/// The life of one user of the closed loop.
Task<void> Clients::think_and_ask() {
  while (true) {
    if (options_.think) {
      const Duration pause = options_.think->sample_duration(thinking_);
      co_await host_.sleep(pause);
    }
    const Kind& kind = choose();
    const Request request = draw(kind);
    co_await ask(kind, request);
  }
}

}  // namespace napkin::components
