#include "sim/net/packet.h"

#include <optional>
#include <utility>

#include "sim/net/world.h"

namespace napkin {

namespace {

constexpr std::uint32_t kHeaderBytes = 64;  // of a reply that carries nothing else

/// The line between two hosts of one region.
const LinkOptions& line_within(const Region& region, const Host& from, const Host& to) {
  if (&from == &to) {
    return region.options().same_host;
  }
  return from.zone() == to.zone() ? region.options().same_zone : region.options().same_city;
}

/// A line as the network cards at its ends leave it; `to` is null in another region, which nobody
/// can see from here.
LinkOptions worsened(LinkOptions line, const Host& from, const Host* to) {
  from.worsen(line);
  if (to != nullptr) {
    to->worsen(line);
  }
  return line;
}

/// The last mile of one end.
Duration access_latency(const Host& host, RandomStream& random) {
  return host.access() == nullptr ? Duration::zero()
                                  : host.access()->latency.sample_duration(random);
}

}  // namespace

void Packet::send(Destination to, CallId call, Waiting waiting) {
  NAPKIN_ASSERT(to.server != nullptr || &to.target->region() != &caller_.region());
  to_ = to;
  call_ = call;
  waiting_ = waiting;
  Host* const host = to.server == nullptr ? nullptr : &to.server->host();
  transmit(caller_, host == nullptr ? to.target->region() : host->region(), host, request_.bytes);
}

Packet* Packet::copy() const {
  auto* const other = new Packet(caller_, request_);
  other->to_ = to_;
  other->call_ = call_;
  other->waiting_ = waiting_;
  return other;
}

void Packet::transmit_plainly(Host& from, const LinkOptions& line, std::uint32_t bytes) {
  Kernel& kernel = from.kernel();
  ++from.region().messages().sent;
  blocks_ = 0;
  const Time departure = from.transmitter().depart(kernel.now(), bytes, from.bandwidth_bps());
  const Duration latency = line.latency.sample_duration(from.network_random());
  kernel.schedule_at(add_saturating(departure, latency), *this);
}

void Packet::transmit(Host& from, Region& region, Host* to, std::uint32_t bytes) {
  Region& here = from.region();
  if (&here == &region && from.has_plain_card() && to->has_plain_card() &&
      (from.blocks_from & to->blocks_to) == 0) {
    const LinkOptions& plain = line_within(here, from, *to);
    if (plain.is_faultless()) {
      transmit_plainly(from, plain, bytes);
      return;
    }
  }
  Region::Line* const line = &here == &region ? nullptr : &here.line_to(region.id());
  const LinkOptions* good = line != nullptr ? &line->options : &line_within(here, from, *to);
  std::optional<LinkOptions> worse;
  if (from.card_is_faulty() || (line == nullptr && to->card_is_faulty())) [[unlikely]] {
    worse = worsened(*good, from, line == nullptr ? to : nullptr);
  }
  const LinkOptions& link = worse ? *worse : *good;
  RandomStream& random = from.network_random();

  ++here.messages().sent;
  // What may change on a host of another region is not for this one to see.
  blocks_ = line != nullptr ? from.blocks_from : 0;
  const std::uint64_t blocks = line != nullptr ? line->blocks : from.blocks_from & to->blocks_to;
  if (blocks != 0) {
    ++here.messages().blocked;
    end();
    return;
  }
  if (link.loss > 0 && random.chance(link.loss)) {
    ++here.messages().lost;
    end();
    return;
  }
  const Time now = here.kernel().now();
  Time departure = from.transmitter().depart(now, bytes, from.bandwidth_bps());
  Duration latency = add_saturating(link.latency.sample_duration(random), from.extra_latency);
  latency = add_saturating(latency, access_latency(from, random));
  if (to != nullptr) {
    latency = add_saturating(latency, access_latency(*to, random));
  }
  if (line == nullptr) {
    latency = add_saturating(latency, to->extra_latency);
  }
  if (line != nullptr) {
    departure = line->transmitter.depart(departure, bytes, link.bandwidth_bps);
    latency = latency < line->latency_min ? line->latency_min : latency;
  }
  if (link.reorder > 0 && random.chance(link.reorder)) {
    latency = add_saturating(latency, link.reorder_delay);
  }
  const Time arrival = add_saturating(departure, latency);
  if (link.duplicate > 0 && stage_ == Stage::kRequest && random.chance(link.duplicate)) {
    // The copy is served again; only the first of the two replies finds somebody who waits.
    ++here.messages().sent;
    ++here.messages().duplicated;
    Packet* const twin = copy();
    twin->blocks_ = blocks_;
    twin->launch(here, region, add_saturating(arrival, link.latency.sample_duration(random)));
  }
  launch(here, region, arrival);
}

void Packet::launch(Region& from, Region& to, Time arrival) {
  if (&from == &to) {
    from.kernel().schedule_at(arrival, *this);
    return;
  }
  from.outbox().push_back({arrival, from.kernel().take_order(), to.id(), this});
}

void Packet::run() {
  if (stage_ == Stage::kReply) {
    arrive_at_caller();
  } else if (to_.server == nullptr) {
    arrive_at_region();
  } else {
    arrive_at_server();
  }
}

void Packet::prefetch() const {
  const auto fetch = [](const void* object, std::size_t bytes) {
    for (std::size_t offset = 0; offset < bytes; offset += 64) {
      __builtin_prefetch(static_cast<const char*>(object) + offset);
    }
  };
  fetch(reinterpret_cast<const char*>(this) + 64, 128);
  if (stage_ != Stage::kReply) {
    fetch(to_.server, to_.server == nullptr ? 0 : 128);  // another region chooses it on arrival
  } else {
    fetch(&caller_, 128);
    caller_.region().calls().prefetch(call_);
    fetch(waiting_.call, 128);
    fetch(waiting_.frame, 64);
  }
}

/// True when nothing happens on `host` now: the packet comes again when it resumes.
inline bool Packet::wait_out_pause(Host& host) {
  const bool paused = host.paused();
  if (paused) [[unlikely]] {
    host.hold(*this);
  }
  return paused;
}

/// True when a partition stood between `host` and the sender, of another region, when it was sent.
inline bool Packet::stopped_at(Host& host) {
  const bool blocked = (blocks_ & host.blocks_to) != 0;
  if (blocked) [[unlikely]] {
    get_blocked(host);
  }
  return blocked;
}

void Packet::get_blocked(Host& host) {
  ++host.region().messages().blocked;
  arrived_ = host.kernel().now();
  tell_target(Status::kTimeout);
  end();
}

/// At the edge of the region of the component that was called: it chooses who serves.
void Packet::arrive_at_region() {
  to_.server = to_.target->route(request_, caller_, nullptr);
  if (to_.server != nullptr) {
    routed_on_arrival_ = true;
    arrive_at_server();
    return;
  }
  Region& region = to_.target->region();
  ++region.messages().arrived;
  // There is no host that could answer: the edge of the region does.
  Host& edge = *region.hosts().front();
  arrived_ = region.kernel().now();
  reply_ = Reply::failed(Status::kUnavailable);
  stage_ = Stage::kReply;
  if (!call_.expects_reply()) {
    end();
    return;
  }
  transmit(edge, caller_.region(), &caller_, kHeaderBytes);
}

void Packet::arrive_at_server() {
  Host& host = to_.server->host();
  if (stopped_at(host) || wait_out_pause(host)) {
    return;
  }
  host.tasks().prefetch_place();
  ++host.region().messages().arrived;
  arrived_ = host.kernel().now();
  if (host.up()) {
    serve();
    return;
  }
  if (host.crash_manner() == CrashManner::kPowerFails) {
    tell_target(Status::kTimeout);
    end();  // nobody is there to say no: the caller waits for its time-out
    return;
  }
  tell_target(Status::kRefused);
  send_back(Reply::failed(Status::kRefused));
}

void Packet::serve() {
  Endpoint& server = *to_.server;
  Kernel& kernel = server.host().kernel();
  kernel.mix((static_cast<std::uint64_t>(request_.operation) << 56U) ^ request_.key);
  const bool admitted = server.admits();
  server.count_arrival(request_.operation);
  stage_ = Stage::kServing;
  if (!admitted) {
    answer(Reply::failed(Status::kOverloaded));
    return;
  }
  request_.port = call_.expects_reply() ? this : nullptr;
  if (&caller_.region() != &server.host().region()) {
    request_.trace = TraceRef{};  // its spans are collected in the region of the caller
  }
  if (const std::optional<Reply> reply = server.handle_at_once(request_)) {
    answer(*reply);
    return;
  }
  server.host().tasks().start(server.handle(request_), *this);
}

void Packet::answer(const Reply& reply) {
  Endpoint& server = *to_.server;
  server.count_reply(request_.operation, reply.status, server.host().kernel().now() - arrived_);
  tell_target(reply.status);
  send_back(reply);
}

void Packet::task_finished(Reply reply) {
  if (stage_ == Stage::kReplied) {
    end();
    return;
  }
  answer(reply);
}

void Packet::task_killed() {
  if (stage_ == Stage::kReplied) {
    end();
    return;
  }
  to_.server->count_kill(request_.operation);
  tell_target(Status::kReset);
  if (to_.server->host().crash_manner() == CrashManner::kPowerFails) {
    end();
    return;
  }
  send_back(Reply::failed(Status::kReset));
}

/// The reply travels in a packet of its own; this one stays with the handler until it ends.
void Packet::reply_early(const Reply& reply) {
  if (stage_ == Stage::kReplied) {
    return;
  }
  NAPKIN_ASSERT(stage_ == Stage::kServing);
  stage_ = Stage::kReplied;
  Packet* const messenger = copy();
  messenger->arrived_ = arrived_;
  messenger->routed_on_arrival_ = std::exchange(routed_on_arrival_, false);
  messenger->answer(reply);
}

void Packet::tell_target(Status status) {
  if (std::exchange(routed_on_arrival_, false)) {
    const Time now = to_.server->host().kernel().now();
    to_.target->on_outcome(*to_.server, status, now - arrived_);
  }
}

void Packet::send_back(const Reply& reply) {
  if (!call_.expects_reply()) {
    end();
    return;
  }
  Host& host = to_.server->host();
  stage_ = Stage::kReply;
  reply_ = reply;
  transmit(host, caller_.region(), &caller_, kHeaderBytes + reply.bytes);
}

void Packet::arrive_at_caller() {
  if (stopped_at(caller_) || wait_out_pause(caller_)) {
    return;
  }
  Region& region = caller_.region();
  ++region.messages().arrived;
  PendingCall* const waiting = region.calls().find(call_);
  const Reply reply = reply_;
  end();
  if (waiting != nullptr) {
    waiting->on_reply(reply);
  }
}

void Packet::discard() {
  ++caller_.region().messages().under_way;
  end();
}

std::string Packet::describe() const {
  const std::string where =
      to_.server == nullptr ? "a component of another region" : to_.server->address();
  return (stage_ == Stage::kReply ? "reply from " : "request at ") + where;
}

}  // namespace napkin
