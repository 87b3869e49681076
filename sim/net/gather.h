#pragma once

#include <coroutine>  // coroutine_handle
#include <cstddef>    // size_t

#include "sim/net/packet.h"

namespace napkin {

/// Several calls of one process under way at the same time: a quorum, a fan-out, a hedge.
///
///     Gather replies(host, 3);
///     for (Endpoint* node : replicas) replies.send(*node, request);
///     co_await replies.until(2, deadline);
///     if (replies.successes() >= 2) ...
///
/// It may be awaited again and again, and calls added in between. Destroying it gives up the calls
/// still under way.
class Gather final : private Event {
 public:
  /// `calls_max` >= 1 calls may be sent. `caller` must outlive the gather.
  Gather(Host& caller, std::size_t calls_max);
  ~Gather();
  Gather(const Gather&) = delete;
  Gather& operator=(const Gather&) = delete;

  /// Sends a call to an instance; its number, from 0.
  std::size_t send(Endpoint& server, const Request& request);
  /// Sends a call to a component, other than to `avoid` if it can. When nobody can serve it, it has
  /// failed at once as kUnavailable.
  std::size_t send(Target& target, const Request& request, const Endpoint* avoid = nullptr);

  class Waiting;
  /// Awaitable: until `successes` calls succeeded, or so many failed that they no longer can, or
  /// `deadline` has come.
  [[nodiscard]] Waiting until(std::size_t successes, Time deadline);
  /// Awaitable: until every call has ended, or `deadline` has come.
  [[nodiscard]] Waiting until_all_ended(Time deadline);

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Calls that were answered with success.
  [[nodiscard]] std::size_t successes() const { return successes_; }

  [[nodiscard]] std::size_t under_way() const { return under_way_; }

  /// Whether call `index` has ended, and with what: kTimeout for one still under way.
  [[nodiscard]] bool ended(std::size_t index) const { return parts_[index].ended; }

  [[nodiscard]] const Reply& reply(std::size_t index) const { return parts_[index].reply; }

  /// Whom it went to; null when nobody was chosen here.
  [[nodiscard]] Endpoint* server(std::size_t index) const { return parts_[index].to.server; }

 private:
  struct Part final : public PendingCall {
    void on_reply(const Reply& answer) override { gather->finish(*this, answer); }

    Gather* gather = nullptr;
    Packet::Destination to;
    CallId id;
    TraceRef trace;
    std::uint32_t parent_span = 0;
    OperationId operation{};
    Time sent{0};
    Reply reply = Reply::failed(Status::kTimeout);
    bool ended = false;
  };

  std::size_t send(Packet::Destination to, const Request& request);
  void finish(Part& part, const Reply& reply);
  void close(Part& part, Status status);
  [[nodiscard]] bool satisfied() const;
  void run() override;
  void resume();
  void drop_deadline();

  Host& caller_;
  Part* parts_;  // in memory of the frame pool
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::size_t successes_ = 0;
  std::size_t under_way_ = 0;
  std::size_t needed_ = 0;
  bool all_ = false;
  bool held_ = false;  // its deadline came while the host was paused
  TimerId timer_;
  std::coroutine_handle<> waiting_;
};

class Gather::Waiting {
 public:
  Waiting(Gather& gather, Time deadline) : gather_(gather), deadline_(deadline) {}

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> waiting);

  void await_resume() const noexcept {}

 private:
  Gather& gather_;
  Time deadline_;
};

}  // namespace napkin
