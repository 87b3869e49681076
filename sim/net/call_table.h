#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint32_t
#include <vector>   // vector

#include "sim/net/request.h"

namespace napkin {

/// A caller that waits for a reply: embedded in the awaiters, which are embedded in the frames.
class PendingCall {
 public:
  virtual void on_reply(const Reply& reply) = 0;

 protected:
  ~PendingCall() = default;
};

/// Where a reply goes: not a pointer, because the caller may have died or given up meanwhile.
struct CallId {
  std::uint32_t slot = 0xFFFFFFFF;  ///< by default nobody: a one-way message
  std::uint32_t generation = 0;

  [[nodiscard]] bool expects_reply() const { return slot != 0xFFFFFFFF; }
};

/// The calls of a region that wait for a reply.
class CallTable {
 public:
  CallId open(PendingCall& call) {
    if (first_free_ == slots_.size()) {
      slots_.emplace_back().next_free = first_free_ + 1;
    }
    const std::size_t slot = first_free_;
    first_free_ = slots_[slot].next_free;
    slots_[slot].call = &call;
    ++open_calls_;
    return CallId{static_cast<std::uint32_t>(slot), slots_[slot].generation};
  }

  /// The caller no longer waits; a late reply finds nobody. Stale ids do nothing.
  void close(CallId id) {
    if (find(id) != nullptr) {
      slots_[id.slot].next_free = first_free_;
      ++slots_[id.slot].generation;
      first_free_ = id.slot;
      --open_calls_;
    }
  }

  /// Who waits under `id`; null when nobody does any more.
  [[nodiscard]] PendingCall* find(CallId id) const {
    if (id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) {
      return nullptr;
    }
    return slots_[id.slot].call;
  }

  /// `find` will soon be asked about `id`: fetch into the cache what it will look at.
  void prefetch(CallId id) const { __builtin_prefetch(slots_.data() + id.slot); }

  [[nodiscard]] std::size_t open_calls() const { return open_calls_; }

 private:
  struct Slot {
    union {
      PendingCall* call;
      std::size_t next_free = 0;  // while nobody waits in it; no id has its generation yet
    };

    std::uint32_t generation = 0;
  };

  std::vector<Slot> slots_;
  std::size_t first_free_ = 0;  // their number: none
  std::size_t open_calls_ = 0;
};

}  // namespace napkin
