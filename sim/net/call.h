#pragma once

#include <coroutine>  // coroutine_handle
#include <cstdint>    // uint32_t
#include <string>     // string

#include "sim/net/packet.h"

namespace napkin {

/// One attempt of a call, and the awaiter of its reply:
///
///     const Reply reply = co_await Call(host, target, request);
///
/// Crosses the network, waits, and comes back with the reply; or with kTimeout when the request's
/// deadline passes first, or with kUnavailable when the target knows of nobody who could serve it.
/// A request without a deadline waits for as long as it takes.
class Call final : public Event, public PendingCall {
 public:
  /// To an instance. `caller` and `server` must outlive the call, `request` need not.
  Call(Host& caller, Endpoint& server, const Request& request)
      : Call(caller, {.server = &server}, request, nullptr) {}

  /// To a component, which chooses the instance, other than `avoid` if it can.
  Call(Host& caller, Target& target, const Request& request, const Endpoint* avoid = nullptr)
      : Call(caller, {.target = &target}, request, avoid) {}

  ~Call();

  bool await_ready() const noexcept { return false; }

  bool await_suspend(std::coroutine_handle<> waiting);

  Reply await_resume() const noexcept { return reply_; }

  /// Who was chosen; null when nobody was, or the choice is made in another region.
  [[nodiscard]] const Endpoint* server() const { return to_.server; }

  /// The deadline has passed.
  void run() override;

  [[nodiscard]] std::string describe() const override { return "time-out of a call"; }

  void on_reply(const Reply& reply) override { finish(reply); }

 private:
  Call(Host& caller, Packet::Destination to, const Request& request, const Endpoint* avoid)
      : caller_(caller),
        to_(to),
        avoid_(avoid),
        packet_(Packet::make(caller, request)),
        trace_(request.trace),
        operation_(request.operation) {}

  bool choose_server();
  void withdraw(Status status);
  void finish(const Reply& reply);

  Host& caller_;
  Packet::Destination to_;
  const Endpoint* avoid_;
  Packet* packet_;  // the request, until it is sent
  std::coroutine_handle<> waiting_;
  CallId id_;
  TimerId timer_;
  Time sent_{0};
  TraceRef trace_;
  std::uint32_t parent_span_ = 0;
  OperationId operation_;
  bool held_ = false;  // its time-out came while the host was paused
  Reply reply_;
};

/// Sends a message that nobody waits for. False when `receiver` knows of nobody to take it.
void post(Host& sender, Endpoint& receiver, const Request& request);
bool post(Host& sender, Target& receiver, const Request& request);

}  // namespace napkin
