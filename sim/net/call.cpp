#include "sim/net/call.h"

namespace napkin {

bool Call::await_suspend(std::coroutine_handle<> waiting) {
  waiting_ = waiting;
  Region& region = caller_.region();
  sent_ = region.kernel().now();
  if (request_.deadline <= sent_) {
    reply_ = Reply::failed(Status::kTimeout);
    return false;
  }
  if (to_.server == nullptr && &to_.target->region() == &region) {
    to_.server = to_.target->route(request_, caller_, avoid_);
    if (to_.server == nullptr) {
      reply_ = Reply::failed(Status::kUnavailable);
      return false;
    }
  }
  parent_span_ = request_.trace.span;
  request_.trace = region.spans().begin(request_.trace);
  id_ = region.calls().open(*this);
  if (request_.deadline != kTimeMax) {
    timer_ = region.kernel().arm(request_.deadline, *this);
  }
  Packet::send(caller_, to_, request_, id_);
  return true;
}

Call::~Call() {
  withdraw(Status::kRejected);  // given up: says nothing about the server
}

void Call::run() {
  if (caller_.paused()) {
    held_ = true;
    caller_.hold(*this);
    return;
  }
  finish(Reply::failed(Status::kTimeout));
}

void Call::finish(const Reply& reply) {
  withdraw(reply.status);
  reply_ = reply;
  waiting_.resume();
}

/// Ends the wait, however it ended; `status` is what the target learns.
void Call::withdraw(Status status) {
  if (!id_.expects_reply()) {
    return;
  }
  Region& region = caller_.region();
  region.calls().close(id_);
  region.kernel().disarm(timer_);
  id_ = CallId{};
  if (held_) {
    // Its time-out came while the host was paused: it must not strike after the reply.
    held_ = false;
    region.kernel().cancel(*this);
    caller_.forget(*this);
  }
  const Time now = region.kernel().now();
  if (request_.trace.trace != 0) {
    region.spans().end(request_.trace,
                       {.endpoint = to_.server,
                        .operation = request_.operation,
                        .status = status,
                        .parent = parent_span_,
                        .sent = sent_,
                        .ended_at = now});
  }
  if (to_.target != nullptr && to_.server != nullptr) {
    to_.target->on_outcome(*to_.server, status, now - sent_);
  }
}

void post(Host& sender, Endpoint& receiver, const Request& request) {
  Packet::send(sender, {.server = &receiver}, request, CallId{});
}

bool post(Host& sender, Target& receiver, const Request& request) {
  Packet::Destination to{.target = &receiver};
  if (&receiver.region() == &sender.region()) {
    to.server = receiver.route(request, sender, nullptr);
    if (to.server == nullptr) {
      return false;
    }
  }
  Packet::send(sender, to, request, CallId{});
  if (to.server != nullptr) {
    receiver.on_outcome(*to.server, Status::kRejected, Duration::zero());  // nobody waits for one
  }
  return true;
}

}  // namespace napkin
