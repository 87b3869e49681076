#include "models/components/push_service.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/net/call.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<PushService> registration;

/// How long a user who reconnects waits for the answer, and before the next attempt.
constexpr Duration kConnectTimeout = 5s;

}  // namespace

void declare(Declaration<PushService::Options>& keys) {
  using Options = PushService::Options;
  keys.about("Servers with a persistent connection to each user on line");
  keys.count("replicas", &Options::replicas)
      .at_least(1)
      .at_most(1000)
      .otherwise("1")
      .help("servers");
  keys.count("users", &Options::users)
      .at_least(1)
      .at_most(4000000000)
      .otherwise("1M")
      .help("all users there are; connected ones are spread evenly over them");
  keys.count("connected", &Options::connected)
      .at_most(4000000000)
      .otherwise("100k")
      .help("users on line when the run begins");
  keys.key("deliver", &Options::deliver, values::call_reference())
      .required()
      .help("where the messages arrive, such as phones.deliver; in the region of this service");
  keys.law("push", &Options::push).otherwise("50us").help("work of pushing one message");
  keys.law("connect", &Options::connect)
      .otherwise("200us")
      .help("work of a new connection, its encryption set up");
  keys.law("reconnect_after", &Options::reconnect_after)
      .otherwise("{uniform: {low: 1s, high: 10s}}")
      .help("time until a user who was cut off connects again");
  keys.include(&Options::host);
  keys.check([](const Options& options, const KeyPlaces& places) {
    if (options.connected > options.users) {
      places.error("connected", "more users are on line than there are");
    }
  });
}

/// One server: pushes to the users that the table says it holds.
class PushService::Server final : public Endpoint, private HostListener {
 public:
  Server(PushService& service, std::uint32_t number, Host& host)
      : Endpoint(host, host.name()),
        service_(service),
        number_(number),
        costs_(host.region().seed(), host.name(), "cost") {
    host.add_listener(*this);
  }

  Task<Reply> handle(const Request& request) override {
    if (request.operation == service_.push_) {
      return push(request);
    }
    return request.operation == service_.connect_ ? accept(request) : disconnect(request);
  }

  [[nodiscard]] std::uint32_t number() const { return number_; }

  std::int64_t connections = 0;
  std::int64_t wasted = 0;  // pushes to users who were not there

 private:
  Task<Reply> push(const Request& request) {
    service_.connections_.prefetch(request.user);
    const Duration cost = service_.options_.push.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    if (service_.connections_.server_of(request.user) != number_) {
      ++wasted;
      co_return Reply::failed(Status::kNotFound);
    }
    Request message = request;
    message.port = nullptr;
    message.operation = service_.deliver_operation_;
    post(host(), *service_.phones_, message);
    co_return Reply{};
  }

  Task<Reply> accept(const Request& request) {
    const Duration cost = service_.options_.connect.sample_duration(costs_);
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    const auto before = service_.connections_.connect(request.user, number_);
    if (before) {
      --service_.servers_[*before]->connections;
    }
    ++connections;
    co_return Reply{};
  }

  Task<Reply> disconnect(const Request& request) {
    if (service_.connections_.disconnect(request.user, number_)) {
      --connections;
    }
    return work_then_reply(host(), Duration::zero(), Reply{});
  }

  void host_crashed(DiskFate) override { service_.on_server_crash(*this); }

  /// It comes back without connections; who has not found another server yet is off line.
  void host_restarted() override {
    service_.connections_.disconnect_all(number_);
    connections = 0;
  }

  PushService& service_;
  std::uint32_t number_;
  RandomStream costs_;
};

/// The users of a dead server, as they connect again one by one.
///
/// One pending event for all of them: who is next stands in a sorted list.
class PushService::Storm final : public Event {
 public:
  struct Return {
    Time at;
    std::uint64_t user;
  };

  Storm(PushService& service, std::vector<Return> returns)
      : service_(service), returns_(std::move(returns)) {
    std::sort(returns_.begin(), returns_.end(), [](const Return& a, const Return& b) {
      return a.at != b.at ? a.at < b.at : a.user < b.user;
    });
    schedule();
  }

  ~Storm() { service_.kernel().cancel(*this); }

  void run() override {
    const std::uint64_t user = returns_[next_++].user;
    schedule();
    service_.phones_->hosts().front()->tasks().start(connect(user));
  }

  [[nodiscard]] std::string describe() const override {
    return "user reconnects to " + service_.name();
  }

 private:
  void schedule() {
    if (next_ < returns_.size()) {
      service_.kernel().schedule_at(returns_[next_].at, *this);
    } else {
      returns_ = {};
    }
  }

  Task<void> connect(std::uint64_t user) {
    Host& phones = *service_.phones_->hosts().front();
    Status status = Status::kUnavailable;
    while (status != Status::kOk) {
      const Request request{.operation = service_.connect_,
                            .bytes = 500,
                            .key = user,
                            .user = user,
                            .deadline = add_checked(phones.kernel().now(), kConnectTimeout)};
      const Reply reply = co_await Call(phones, service_, request);
      status = reply.status;
      if (status != Status::kOk) {
        co_await phones.sleep(1s);
      }
    }
  }

  PushService& service_;
  std::vector<Return> returns_;
  std::size_t next_ = 0;
};

Demand PushService::demand(const Options& options, std::string_view operation) {
  const bool pushes = operation == "push";
  return {.work_ns = (pushes ? options.push : options.connect).mean(), .causes = {}};
}

double PushService::cores(const Options& options) {
  return static_cast<double>(options.replicas * options.host.cores);
}

std::vector<MemoryNeed> PushService::memory_needs(const Options& options) {
  constexpr double kConnectionBytes = 48;
  return {{"replicas", static_cast<double>(options.replicas) * kHostBytes},
          {"connected", static_cast<double>(options.connected) * kConnectionBytes}};
}

PushService::PushService(const ComponentContext& context, const Options& options)
    : Component(context),
      options_(options),
      connections_(static_cast<std::uint64_t>(options.users),
                   static_cast<std::uint64_t>(options.connected)) {
  for (std::int64_t index = 0; index < options_.replicas; ++index) {
    Host& host = add_host(options_.host.host(
        fmt::format("{}[{}]", name(), index), region(), static_cast<std::size_t>(index)));
    servers_.push_back(std::make_unique<Server>(*this, static_cast<std::uint32_t>(index), host));
    options_.host.limit(*servers_.back());
    add_endpoint(*servers_.back());
  }
  for (std::int64_t index = 0; index < options_.connected; ++index) {
    const std::uint64_t user = static_cast<std::uint64_t>(index) *
                               static_cast<std::uint64_t>(options_.users) /
                               static_cast<std::uint64_t>(options_.connected);
    Server& server = *servers_[static_cast<std::size_t>(index) % servers_.size()];
    connections_.connect(user, server.number());
    ++server.connections;
  }
}

PushService::~PushService() = default;

void PushService::connect(const Directory& directory) {
  push_ = directory.operations().id("push");
  connect_ = directory.operations().id("connect");
  const CallTarget phones = directory.resolve(options_.deliver);
  phones_ = phones.component;
  deliver_operation_ = phones.operation;
}

/// Pushes go to the server that holds the user, new connections to the one with the fewest.
Endpoint* PushService::route(const Request& request, Host&, const Endpoint*) {
  if (request.operation == connect_) {
    return &server_for_new_connection();
  }
  const std::optional<std::uint32_t> server = connections_.server_of(request.user);
  return server ? servers_[*server].get() : servers_[request.user % servers_.size()].get();
}

void PushService::prefetch_route(const Request& request) const {
  connections_.prefetch(request.user);
}

PushService::Server& PushService::server_for_new_connection() {
  Server* chosen = nullptr;
  for (const auto& server : servers_) {
    const bool better = chosen == nullptr || server->connections + server->in_flight() <
                                                 chosen->connections + chosen->in_flight();
    if (server->host().up() && better) {
      chosen = server.get();
    }
  }
  return chosen == nullptr ? *servers_.front() : *chosen;
}

void PushService::on_server_crash(Server& server) {
  RandomStream waits(
      region().seed(), server.address(), fmt::format("reconnect {}", storms_.size()));
  std::vector<Storm::Return> returns;
  returns.reserve(static_cast<std::size_t>(server.connections));
  connections_.for_each_on(server.number(), [&](std::uint64_t user) {
    const Duration wait = options_.reconnect_after.sample_duration(waits);
    returns.push_back({add_checked(kernel().now(), wait), user});
  });
  storms_.push_back(std::make_unique<Storm>(*this, std::move(returns)));
}

void PushService::restart_statistics() {
  Component::restart_statistics();
  for (const auto& server : servers_) {
    server->wasted = 0;
  }
}

std::string PushService::layout() const {
  return fmt::format("{} servers", options_.replicas);
}

void PushService::report(ComponentResult& result) const {
  for (std::size_t index = 0; index < servers_.size() && index < result.instances.size(); ++index) {
    auto& values = result.instances[index].values;
    values.push_back({"connections", static_cast<double>(servers_[index]->connections), "users"});
    values.push_back({"wasted", static_cast<double>(servers_[index]->wasted), "messages"});
  }
}

}  // namespace napkin::components
