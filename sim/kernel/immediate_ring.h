#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t, uintptr_t
#include <vector>   // vector

namespace napkin {

/// The events of the current instant, first in, first out: wake-ups and hand-overs go round the
/// ladder, because their place in the order is known without sorting.
class ImmediateRing {
 public:
  struct Item {
    std::uint64_t order;
    std::uintptr_t target;
  };

  [[nodiscard]] bool empty() const { return head_ == tail_; }

  [[nodiscard]] std::size_t size() const { return tail_ - head_; }

  [[nodiscard]] const Item& front() const { return items_[head_ & (items_.size() - 1)]; }

  void pop() { ++head_; }

  void push(const Item& item) {
    if (size() == items_.size()) {
      grow();
    }
    items_[tail_++ & (items_.size() - 1)] = item;
  }

 private:
  void grow();

  std::vector<Item> items_ = std::vector<Item>(64);  // a power of two
  std::size_t head_ = 0;
  std::size_t tail_ = 0;
};

}  // namespace napkin
