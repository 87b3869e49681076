#include "sim/net/call.h"

#include <utility>

namespace napkin {

bool Call::await_suspend(std::coroutine_handle<> waiting) {
  waiting_ = waiting;
  Region& region = caller_.region();
  sent_ = region.kernel().now();
  const Time deadline = packet_->request().deadline;
  if (deadline <= sent_) {
    reply_ = Reply::failed(Status::kTimeout);
    return false;
  }
  if (!choose_server()) {
    reply_ = Reply::failed(Status::kUnavailable);
    return false;
  }
  parent_span_ = trace_.span;
  trace_ = region.spans().begin(trace_);
  packet_->request().trace = trace_;
  id_ = region.calls().open(*this);
  if (deadline != kTimeMax) {
    timer_ = region.kernel().arm(deadline, *this);
  }
  std::exchange(packet_, nullptr)->send(to_, id_, {.call = this, .frame = waiting.address()});
  return true;
}

/// False when the component knows of nobody who could serve it.
bool Call::choose_server() {
  if (to_.server != nullptr || &to_.target->region() != &caller_.region()) {
    return true;
  }
  to_.server = to_.target->route(packet_->request(), caller_, avoid_);
  return to_.server != nullptr;
}

Call::~Call() {
  if (packet_ != nullptr) {
    packet_->drop();
  }
  withdraw(Status::kRejected);  // given up: says nothing about the server
}

void Call::run() {
  timer_ = TimerId{};
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
  region.kernel().disarm_armed(timer_);
  id_ = CallId{};
  if (held_) {
    // Its time-out came while the host was paused: it must not strike after the reply.
    held_ = false;
    region.kernel().cancel(*this);
    caller_.forget(*this);
  }
  const Time now = region.kernel().now();
  if (trace_.trace != 0) {
    region.spans().end(trace_,
                       {.endpoint = to_.server,
                        .operation = operation_,
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
  Packet::make(sender, request)->send({.server = &receiver}, CallId{}, {});
}

bool post(Host& sender, Target& receiver, const Request& request) {
  Packet::Destination to{.target = &receiver};
  if (&receiver.region() == &sender.region()) {
    to.server = receiver.route(request, sender, nullptr);
    if (to.server == nullptr) {
      return false;
    }
  }
  Packet::make(sender, request)->send(to, CallId{}, {});
  if (to.server != nullptr) {
    receiver.on_outcome(*to.server, Status::kRejected, Duration::zero());  // nobody waits for one
  }
  return true;
}

}  // namespace napkin
