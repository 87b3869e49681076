#pragma once

#include <cstdint>      // uint8_t, uint16_t, uint32_t, uint64_t
#include <string_view>  // string_view
#include <type_traits>  // is_trivially_copyable

#include "sim/kernel/time.h"

namespace napkin {

class ReplyPort;

/// Which operation of a component: the number of its name in the run's `OperationTable`.
enum class OperationId : std::uint16_t {};

/// How a call ended. Everything but kOk is a misfortune of the modelled world, not an error of
/// ours.
enum class Status : std::uint8_t {
  kOk,
  kNotFound,     ///< answered: there is no such thing
  kConflict,     ///< answered: somebody else was first
  kRateLimited,  ///< turned away by a limiter (HTTP 429)
  kOverloaded,   ///< turned away by a full queue (HTTP 503)
  kUnavailable,  ///< nobody could serve it: no healthy instance, no quorum
  kTimeout,      ///< no answer before the deadline; whether it was done is unknown
  kRefused,      ///< nobody listens there: the host is down
  kReset,        ///< the other side died while at it; whether it was done is unknown
  kRejected,     ///< not tried: the caller's own breaker or limit said no
};
inline constexpr int kStatusCount = 10;

/// "ok", "time_out", "overloaded" ...: as it stands in results and scenarios.
[[nodiscard]] std::string_view to_string(Status status);

/// Whether the server did what it was asked, or answered that it cannot: not a failure of the
/// system.
[[nodiscard]] constexpr bool is_answer(Status status) {
  return status == Status::kOk || status == Status::kNotFound || status == Status::kConflict;
}

/// The place of a request in a trace. All zero: not traced.
struct TraceRef {
  std::uint32_t trace = 0;  ///< the request of the region, from one
  std::uint32_t span = 0;   ///< the span that is the parent of what happens next
};

/// What one part asks of another. One cache line, trivially copyable.
struct Request {
  OperationId operation{};
  std::uint16_t priority = 0;  ///< larger is more urgent
  std::uint32_t bytes = 0;     ///< on the wire
  std::uint64_t key = 0;       ///< which row, thread, channel, object
  std::uint64_t user = 0;      ///< on whose behalf
  std::uint64_t value = 0;     ///< what is written: a message id, a version, an amount
  Time deadline = kTimeMax;    ///< when the caller stops waiting; handed on to further calls
  Time intended{0};            ///< when its user meant to send it: latency counts from here
  TraceRef trace{};
  ReplyPort* port = nullptr;  ///< set on arrival; see ReplyPort
};

static_assert(sizeof(Request) == 64 && std::is_trivially_copyable_v<Request>);

/// `request` as who stands in between passes it on: waited for until `deadline` at most, and with
/// no early reply to whoever sent it here.
[[nodiscard]] inline Request passed_on(const Request& request, Time deadline) {
  Request sent = request;
  sent.port = nullptr;
  sent.deadline = deadline < request.deadline ? deadline : request.deadline;
  return sent;
}

/// What comes back.
struct Reply {
  Status status = Status::kOk;
  std::uint32_t bytes = 0;
  std::uint64_t value = 0;    ///< what was read or made: a message id, a count
  std::uint64_t version = 0;  ///< of the value, where the store keeps versions

  [[nodiscard]] bool ok() const { return status == Status::kOk; }

  [[nodiscard]] static Reply failed(Status status) { return Reply{.status = status}; }
};

static_assert(std::is_trivially_copyable_v<Reply>);

/// Lets a handler answer before it ends: what it does afterwards happens behind the caller's back
/// (replication to the slower nodes, repair). Lives as long as the handler.
class ReplyPort {
 public:
  /// Sends the reply now; what the handler returns in the end is then ignored, and so are further
  /// early replies.
  virtual void reply_early(const Reply& reply) = 0;

 protected:
  ~ReplyPort() = default;
};

}  // namespace napkin
