#include "sim/net/gather.h"

#include <memory>
#include <new>
#include <utility>

namespace napkin {

Gather::Gather(Host& caller, std::size_t calls_max) : caller_(caller), capacity_(calls_max) {
  NAPKIN_ASSERT(calls_max >= 1);
  parts_ = static_cast<Part*>(FramePool::allocate(capacity_ * sizeof(Part)));
}

Gather::~Gather() {
  drop_deadline();
  for (std::size_t index = 0; index < size_; ++index) {
    if (!parts_[index].ended) {
      close(parts_[index], Status::kRejected);  // given up: says nothing about the server
    }
  }
  std::destroy_n(parts_, size_);
  FramePool::release(parts_, capacity_ * sizeof(Part));
}

std::size_t Gather::send(Endpoint& server, const Request& request) {
  return send(Packet::Destination{.server = &server}, request);
}

std::size_t Gather::send(Target& target, const Request& request, const Endpoint* avoid) {
  Packet::Destination to{.target = &target};
  if (&target.region() == &caller_.region()) {
    to.server = target.route(request, caller_, avoid);
  }
  return send(to, request);
}

std::size_t Gather::send(Packet::Destination to, const Request& request) {
  NAPKIN_ASSERT(size_ < capacity_);
  Region& region = caller_.region();
  Part& part = *new (&parts_[size_]) Part;
  part.gather = this;
  part.to = to;
  part.sent = region.kernel().now();
  ++under_way_;
  const std::size_t index = size_++;
  if (to.server == nullptr && &to.target->region() == &region) {
    finish(part, Reply::failed(Status::kUnavailable));
    return index;
  }
  part.id = region.calls().open(part);
  part.trace = region.spans().begin(request.trace);
  part.parent_span = request.trace.span;
  part.operation = request.operation;
  Packet* const packet = Packet::make(caller_, request);
  packet->request().trace = part.trace;
  packet->send(to, part.id, {.call = &part, .frame = this});
  return index;
}

void Gather::finish(Part& part, const Reply& reply) {
  part.reply = reply;
  close(part, reply.status);
  --under_way_;
  if (reply.ok()) {
    ++successes_;
  }
  if (waiting_ && satisfied()) {
    resume();
  }
}

/// Ends the wait of one part; `status` is what its target learns.
void Gather::close(Part& part, Status status) {
  Region& region = caller_.region();
  const Time now = region.kernel().now();
  part.ended = true;
  region.calls().close(part.id);
  if (part.trace.trace != 0) {
    region.spans().end(part.trace,
                       {.endpoint = part.to.server,
                        .operation = part.operation,
                        .status = status,
                        .parent = part.parent_span,
                        .sent = part.sent,
                        .ended_at = now});
  }
  if (part.to.target != nullptr && part.to.server != nullptr) {
    part.to.target->on_outcome(*part.to.server, status, now - part.sent);
  }
}

bool Gather::satisfied() const {
  if (all_) {
    return under_way_ == 0;
  }
  return successes_ >= needed_ || successes_ + under_way_ < needed_;
}

Gather::Waiting Gather::until(std::size_t successes, Time deadline) {
  all_ = false;
  needed_ = successes;
  return Waiting(*this, deadline);
}

Gather::Waiting Gather::until_all_ended(Time deadline) {
  all_ = true;
  return Waiting(*this, deadline);
}

bool Gather::Waiting::await_suspend(std::coroutine_handle<> waiting) {
  Kernel& kernel = gather_.caller_.kernel();
  if (gather_.satisfied() || deadline_ <= kernel.now()) {
    return false;
  }
  gather_.waiting_ = waiting;
  if (deadline_ != kTimeMax) {
    gather_.timer_ = kernel.arm(deadline_, gather_);
  }
  return true;
}

/// The deadline has come.
void Gather::run() {
  timer_ = TimerId{};
  if (caller_.paused()) {
    held_ = true;
    caller_.hold(*this);
  } else {
    resume();
  }
}

/// So that it strikes neither after the wait nor in a later one.
void Gather::drop_deadline() {
  caller_.kernel().disarm_armed(timer_);
  if (held_) {
    held_ = false;
    caller_.kernel().cancel(*this);
    caller_.forget(*this);
  }
}

void Gather::resume() {
  drop_deadline();
  std::exchange(waiting_, nullptr).resume();
}

}  // namespace napkin
