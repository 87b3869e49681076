#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint8_t, uint32_t
#include <string>   // string

#include "sim/kernel/event.h"
#include "sim/kernel/task.h"
#include "sim/net/call_table.h"
#include "sim/net/endpoint.h"
#include "sim/net/region.h"
#include "sim/net/request.h"

namespace napkin {

/// A message on its way, and the request it carries while that is served.
///
/// One packet goes to the server, waits there as the observer of the handler, which reads its
/// request in it, and carries the reply back: a call allocates one packet and one frame, both
/// recycled. It owns itself: it ends where the reply is delivered, or where it gets lost.
class Packet final : public Event, public TaskObserver<Reply>, public ReplyPort {
 public:
  static void* operator new(std::size_t bytes) { return FramePool::allocate(bytes); }

  static void operator delete(void* packet, std::size_t bytes) {
    FramePool::release(packet, bytes);
  }

  /// Where a request goes: to an instance, or to a component of another region, which chooses the
  /// instance when the request has arrived there.
  struct Destination {
    Endpoint* server = nullptr;
    Target* target = nullptr;
  };

  /// What `caller` will ask; sent, or dropped, it is its own.
  [[nodiscard]] static Packet* make(Host& caller, const Request& request) {
    return new Packet(caller, request);
  }

  /// Requires: it has not been sent.
  [[nodiscard]] Request& request() { return request_; }

  /// Where the caller waits. It may be gone when the reply comes: fetched into the cache, never
  /// looked at.
  struct Waiting {
    const void* call = nullptr;
    const void* frame = nullptr;
  };

  /// Sends the request; the reply goes to whoever waits under `call`.
  void send(Destination to, CallId call, Waiting waiting);

  /// It is not sent after all.
  void drop() { end(); }

  /// It has arrived: at the server, or back at the caller.
  void run() override;
  void prefetch() const override;

  /// The run has ended while it was on its way.
  void discard() override;

  [[nodiscard]] std::string describe() const override;

  /// Who sent the request.
  [[nodiscard]] const Host& caller() const { return caller_; }

  /// Who serves it; null while that is not known.
  [[nodiscard]] const Endpoint* server() const { return to_.server; }

  [[nodiscard]] OperationId operation() const { return request_.operation; }

  [[nodiscard]] bool is_request() const { return stage_ == Stage::kRequest; }

  void task_finished(Reply reply) override;
  void task_killed() override;
  void reply_early(const Reply& reply) override;

 private:
  enum class Stage : std::uint8_t { kRequest, kServing, kReplied, kReply };

  Packet(Host& caller, const Request& request) : caller_(caller), request_(request) {}

  /// Another packet of the same call.
  [[nodiscard]] Packet* copy() const;

  ~Packet() = default;

  [[nodiscard]] bool wait_out_pause(Host& host);
  [[nodiscard]] bool stopped_at(Host& host);
  void get_blocked(Host& host);
  void arrive_at_region();
  void arrive_at_server();
  void serve();
  void arrive_at_caller();
  void answer(const Reply& reply);
  void send_back(const Reply& reply);
  /// Tells the target that chose the server on arrival how it went; elsewhere the caller does.
  void tell_target(Status status);
  /// Puts it on the line to `to`, or to somewhere in `region` while the host is not known yet.
  void transmit(Host& from, Region& region, Host* to, std::uint32_t bytes);
  /// The same within a region, on a line where nothing goes wrong.
  void transmit_plainly(Host& from, const LinkOptions& line, std::uint32_t bytes);
  void launch(Region& from, Region& to, Time arrival);

  void end() { delete this; }

  // Up to the server in the first cache line, which is fetched first: it says what else to fetch.
  Stage stage_ = Stage::kRequest;
  bool routed_on_arrival_ = false;
  Host& caller_;
  CallId call_;
  Destination to_;
  Waiting waiting_;
  std::uint64_t blocks_ = 0;  // those of its sender, on the way to another region
  Time arrived_{0};
  Request request_;
  Reply reply_;
};

}  // namespace napkin
