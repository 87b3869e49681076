#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// Values that become available at a time of their own: delayed messages, retries, orders to be
/// cancelled if unpaid after half an hour. Equal times come out in the order they went in.
///
///     DelayQueue<Order> unpaid;
///     const auto ticket = unpaid.push(now + 30min, order);
///     unpaid.cancel(ticket);                                 // it was paid
///     while (auto due = unpaid.pop(now)) { close(*due); }
///
/// A binary heap of (time, sequence), beside slots that hold the values. Push and pop O(log n);
/// cancel O(1), and it leaves its heap entry behind: when half of the heap is such entries, they
/// are swept out, so memory stays within twice of what is queued. 24 bytes per entry beside the
/// value. Source: the heap, Williams, "Algorithm 232: heapsort", CACM 7(6), 1964.
template <class T>
class DelayQueue final {
 public:
  /// Names a queued value. A ticket whose value is gone is never valid again.
  struct Ticket {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
  };

  /// Queues `value` to come out at `due`, which may be past. Returns the ticket to cancel it by.
  Ticket push(Time due, T value) {
    const std::uint32_t slot = take_slot(std::move(value));
    heap_.push_back({due, next_sequence_++, slot});
    std::push_heap(heap_.begin(), heap_.end(), is_later);
    ++size_;
    return {slot, slots_[slot].generation};
  }

  /// The value that is due first, if that is at or before `now`.
  std::optional<T> pop(Time now) {
    drop_cancelled();
    if (heap_.empty() || heap_.front().due > now) {
      return std::nullopt;
    }
    std::optional<T> value = std::exchange(slots_[heap_.front().slot].value, std::nullopt);
    pop_heap_entry();
    --size_;
    return value;
  }

  /// Takes a value out before it is due. Empty if it is gone already.
  std::optional<T> cancel(Ticket ticket) {
    if (ticket.slot >= slots_.size() || slots_[ticket.slot].generation != ticket.generation) {
      return std::nullopt;
    }
    std::optional<T> value = std::exchange(slots_[ticket.slot].value, std::nullopt);
    if (value) {
      --size_;
      sweep_if_mostly_cancelled();
    }
    return value;
  }

  /// When the next value is due.
  [[nodiscard]] std::optional<Time> next_due() {
    drop_cancelled();
    return heap_.empty() ? std::nullopt : std::optional(heap_.front().due);
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] bool is_empty() const { return size_ == 0; }

 private:
  struct Entry {
    Time due;
    std::uint64_t sequence;
    std::uint32_t slot;
  };

  struct Slot {
    std::optional<T> value;  // empty: cancelled, or free
    std::uint32_t generation = 0;
  };

  static bool is_later(const Entry& a, const Entry& b) {
    return a.due != b.due ? a.due > b.due : a.sequence > b.sequence;
  }

  std::uint32_t take_slot(T value) {
    if (free_slots_.empty()) {
      NAPKIN_CONTRACT(slots_.size() < 0xFFFF'FFFFU);
      slots_.push_back({std::move(value), 0});
      return static_cast<std::uint32_t>(slots_.size() - 1);
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    slots_[slot].value = std::move(value);
    return slot;
  }

  /// A slot is free only once its heap entry is gone: an entry never meets another's value.
  void free_slot(std::uint32_t slot) {
    ++slots_[slot].generation;
    free_slots_.push_back(slot);
  }

  void pop_heap_entry() {
    free_slot(heap_.front().slot);
    std::pop_heap(heap_.begin(), heap_.end(), is_later);
    heap_.pop_back();
  }

  void drop_cancelled() {
    while (!heap_.empty() && !slots_[heap_.front().slot].value) {
      pop_heap_entry();
    }
  }

  void sweep_if_mostly_cancelled() {
    if (heap_.size() < 64 || heap_.size() < 2 * size_) {
      return;
    }
    std::erase_if(heap_, [this](const Entry& entry) {
      const bool is_cancelled = !slots_[entry.slot].value.has_value();
      if (is_cancelled) {
        free_slot(entry.slot);
      }
      return is_cancelled;
    });
    std::make_heap(heap_.begin(), heap_.end(), is_later);
  }

  std::vector<Entry> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::uint64_t next_sequence_ = 0;
  std::size_t size_ = 0;
};

}  // namespace napkin::algorithms
