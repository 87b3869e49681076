#include "models/components/channel_service.h"

#include <algorithm>

#include <fmt/format.h>

#include "models/algorithms/hash/mix.h"
#include "sim/net/call.h"
#include "sim/run/directory.h"

namespace napkin::components {

namespace {

const ComponentRegistration<ChannelService> registration;

/// A crashed server is filled again in so many steps.
constexpr std::uint64_t kResubscribeSteps = 100;

}  // namespace

void declare(Declaration<ChannelService::Options>& keys) {
  using Options = ChannelService::Options;
  keys.about("Which members of each group are on line, and messages to all of them at once");
  keys.count("replicas", &Options::replicas)
      .at_least(1)
      .at_most(1000)
      .otherwise("1")
      .help("servers; channels are placed on them by consistent hashing");
  keys.count("channels", &Options::channels)
      .at_least(1)
      .at_most(100000000)
      .otherwise("10k")
      .help("groups there are");
  keys.law("members", &Options::members, QuantityKind::kCount)
      .otherwise("10")
      .help("members of a group who are on line when the run begins");
  keys.count("users", &Options::users)
      .at_least(1)
      .at_most(4000000000)
      .otherwise("1M")
      .help("all users there are");
  keys.count("users_online", &Options::users_online)
      .at_least(1)
      .at_most(4000000000)
      .otherwise("100k")
      .help("users on line, spread evenly over all: members are drawn from them");
  keys.key("push", &Options::push, values::call_reference())
      .required()
      .help("what brings a message to a member, such as push.push");
  keys.law("lookup", &Options::lookup)
      .otherwise("50us")
      .help("work of finding the members of a channel");
  keys.law("per_member", &Options::per_member)
      .otherwise("5us")
      .help("work of sending to one member");
  keys.duration("resubscribe_within", &Options::resubscribe_within)
      .more_than("0s")
      .otherwise("10s")
      .help("time in which a server that has crashed is filled again");
  keys.include(&Options::host);
}

class ChannelService::Server final : public Endpoint, private HostListener {
 public:
  Server(ChannelService& service, Host& host)
      : Endpoint(host, host.name()),
        service_(service),
        costs_(host.region().seed(), host.name(), "cost") {
    host.add_listener(*this);
  }

  Task<Reply> handle(const Request& request) override {
    return request.operation == service_.publish_ ? publish(request) : change(request);
  }

  void subscribe_members(std::uint64_t channel) {
    for (const std::uint64_t member : service_.members_of(channel)) {
      table_.subscribe(channel, member);
    }
  }

  [[nodiscard]] std::size_t subscriptions() const { return table_.subscription_count(); }

 private:
  /// One message in, one out to each member who is on line.
  Task<Reply> publish(const Request& request) {
    Duration cost = service_.options_.lookup.sample_duration(costs_);
    std::vector<std::uint64_t> members;
    table_.for_each_member(request.key,
                           [&members](std::uint64_t member) { members.push_back(member); });
    for (std::size_t index = 0; index < members.size(); ++index) {
      cost = add_saturating(cost, service_.options_.per_member.sample_duration(costs_));
    }
    const ServiceOutcome outcome = co_await host().work(cost);
    if (outcome != ServiceOutcome::kServed) {
      co_return Reply::failed(Status::kOverloaded);
    }
    Request message = request;
    message.port = nullptr;
    message.operation = service_.push_operation_;
    message.deadline = kTimeMax;
    for (const std::uint64_t member : members) {
      message.user = member;
      service_.push_->prefetch_route(message);
    }
    for (const std::uint64_t member : members) {
      message.user = member;
      post(host(), *service_.push_, message);
    }
    co_return Reply{.value = members.size()};
  }

  Task<Reply> change(const Request& request) {
    if (request.operation == service_.subscribe_) {
      table_.subscribe(request.key, request.user);
    } else {
      table_.unsubscribe(request.key, request.user);
    }
    return work_then_reply(host(), service_.options_.lookup.sample_duration(costs_), Reply{});
  }

  void host_crashed(DiskFate) override { table_ = algorithms::ChannelTable(); }

  void host_restarted() override { host().tasks().spawn(refill()); }

  /// The members' clients notice and subscribe again, spread evenly over the time given.
  Task<void> refill() {
    const auto channels = static_cast<std::uint64_t>(service_.options_.channels);
    const Duration pause = service_.options_.resubscribe_within / kResubscribeSteps;
    for (std::uint64_t step = 0; step < kResubscribeSteps; ++step) {
      co_await host().sleep(pause);
      const std::uint64_t end = (step + 1) * channels / kResubscribeSteps;
      for (std::uint64_t channel = step * channels / kResubscribeSteps; channel < end; ++channel) {
        if (&service_.server_of(channel) == this) {
          subscribe_members(channel);
        }
      }
    }
  }

  ChannelService& service_;
  RandomStream costs_;
  algorithms::ChannelTable table_;
};

Demand ChannelService::demand(const Options& options, std::string_view operation) {
  if (operation != "publish") {
    return {.work_ns = options.lookup.mean(), .causes = {}};
  }
  const double members = std::max(options.members.mean(), 0.0);
  return {.work_ns = options.lookup.mean() + members * options.per_member.mean(),
          .causes = {{.call = options.push, .times = members, .certain = false}}};
}

double ChannelService::cores(const Options& options) {
  return static_cast<double>(options.replicas * options.host.cores);
}

std::vector<MemoryNeed> ChannelService::memory_needs(const Options& options) {
  constexpr double kChannelBytes = 96;
  constexpr double kMemberBytes = 24;
  const double each = kChannelBytes + kMemberBytes * std::max(options.members.mean(), 0.0);
  return {{"replicas", static_cast<double>(options.replicas) * kHostBytes},
          {"channels", static_cast<double>(options.channels) * each}};
}

ChannelService::ChannelService(const ComponentContext& context, const Options& options)
    : Component(context), options_(options) {
  std::vector<algorithms::Node> members;
  for (std::int64_t index = 0; index < options_.replicas; ++index) {
    Host& host = add_host(options_.host.host(
        fmt::format("{}[{}]", name(), index), region(), static_cast<std::size_t>(index)));
    const auto number = static_cast<std::uint32_t>(index);
    servers_.push_back(std::make_unique<Server>(*this, host));
    options_.host.limit(*servers_.back());
    add_endpoint(*servers_.back());
    members.push_back({.id = static_cast<algorithms::NodeId>(number), .zone = host.zone()});
  }
  ring_.add_all(members);
  for (std::int64_t channel = 0; channel < options_.channels; ++channel) {
    const auto id = static_cast<std::uint64_t>(channel);
    server_of(id).subscribe_members(id);
  }
}

ChannelService::~ChannelService() = default;

void ChannelService::connect(const Directory& directory) {
  publish_ = directory.operations().id("publish");
  subscribe_ = directory.operations().id("subscribe");
  const CallTarget push = directory.resolve(options_.push);
  push_ = push.component;
  push_operation_ = push.operation;
}

Endpoint* ChannelService::route(const Request& request, Host&, const Endpoint*) {
  return &server_of(request.key);
}

ChannelService::Server& ChannelService::server_of(std::uint64_t channel) const {
  return *servers_[algorithms::number_of(ring_.owner(algorithms::mix64(channel)))];
}

/// Who is in a group does not depend on who asks, nor on when: drawn from a stream of its own.
std::vector<std::uint64_t> ChannelService::members_of(std::uint64_t channel) const {
  RandomStream draw(region().seed(), name(), fmt::format("members {}", channel));
  constexpr double kMembersMax = 1e7;
  const double drawn = std::clamp(options_.members.sample(draw) + 0.5, 0.0, kMembersMax);
  const auto count = static_cast<std::size_t>(drawn);
  const auto users = static_cast<std::uint64_t>(options_.users);
  const auto online = static_cast<std::uint64_t>(options_.users_online);
  std::vector<std::uint64_t> members;
  members.reserve(std::min<std::size_t>(count, online));
  for (std::size_t index = 0; index < std::min<std::size_t>(count, online); ++index) {
    members.push_back(draw.below(online) * users / online);
  }
  return members;
}

std::string ChannelService::layout() const {
  return fmt::format("{} servers", options_.replicas);
}

void ChannelService::report(ComponentResult& result) const {
  for (std::size_t index = 0; index < servers_.size() && index < result.instances.size(); ++index) {
    result.instances[index].values.push_back(
        {"subscriptions", static_cast<double>(servers_[index]->subscriptions()), "members"});
  }
}

}  // namespace napkin::components
