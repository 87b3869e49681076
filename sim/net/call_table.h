#pragma once

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
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(slots_.size()));
      slots_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    slots_[slot].call = &call;
    return CallId{slot, slots_[slot].generation};
  }

  /// The caller no longer waits; a late reply finds nobody. Stale ids do nothing.
  void close(CallId id) {
    if (find(id) != nullptr) {
      slots_[id.slot].call = nullptr;
      ++slots_[id.slot].generation;
      free_.push_back(id.slot);
    }
  }

  /// Who waits under `id`; null when nobody does any more.
  [[nodiscard]] PendingCall* find(CallId id) const {
    if (id.slot >= slots_.size() || slots_[id.slot].generation != id.generation) {
      return nullptr;
    }
    return slots_[id.slot].call;
  }

  [[nodiscard]] std::size_t open_calls() const { return slots_.size() - free_.size(); }

 private:
  struct Slot {
    PendingCall* call = nullptr;
    std::uint32_t generation = 0;
  };

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace napkin
