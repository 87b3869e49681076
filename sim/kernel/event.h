#pragma once

#include <cstdint>  // uint64_t
#include <string>   // string

#include "sim/kernel/assert.h"

namespace napkin {

/// Something that happens at a point in simulated time: the intrusive base of whatever a `Kernel`
/// runs, a resumed process as well as a callback.
///
/// The kernel never owns an event. An event is idle or pending, and pending at most once; its owner
/// keeps it alive, and in place, while it is pending (or cancels it first).
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  /// What happens. The event is idle again, and may be destroyed or scheduled anew from inside.
  virtual void run() = 0;

  /// A few words for diagnostics: which kind of event, and of which part of the model.
  [[nodiscard]] virtual std::string describe() const { return "event"; }

  /// The run has ended before the event was due. An event that owns itself destroys itself here.
  virtual void discard() {}

  /// It will run soon, others first: fetch into the cache what run() will touch. The first cache
  /// line of the event itself is there. Changes nothing.
  virtual void prefetch() const { __builtin_prefetch(reinterpret_cast<const char*>(this) + 64); }

  [[nodiscard]] bool pending() const { return order_ != kIdle; }

 protected:
  ~Event() { NAPKIN_ASSERT(!pending()); }

 private:
  friend class Kernel;
  static constexpr std::uint64_t kIdle = ~std::uint64_t{0};

  std::uint64_t order_ = kIdle;  // the order it is queued under
};

}  // namespace napkin
