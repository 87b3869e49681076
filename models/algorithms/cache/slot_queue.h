#pragma once

#include <cstddef>
#include <cstdint>

#include "models/algorithms/cache/cache_table.h"

namespace napkin::algorithms {

/// A doubly linked list of slots, newest at the front, whose links live in the entries themselves:
/// no allocation, O(1) for everything. `Store` gives the links and the size of a slot, and must
/// stay where it is while the queue is used. Source: Knuth, TAOCP vol. 1, section 2.2.5.
///
///     SlotQueue<CacheTable> queue(table);
///     queue.push_front(slot);
///     queue.move_to_front(slot);
///     const CacheSlot victim = queue.back();
template <class Store>
class SlotQueue final {
 public:
  explicit SlotQueue(Store& store) : store_(&store) {}

  void push_front(CacheSlot slot) {
    store_->links(slot) = {kNoSlot, front_};
    (front_ == kNoSlot ? back_ : store_->links(front_).newer) = slot;
    front_ = slot;
    ++length_;
    bytes_ += store_->size_of(slot);
  }

  void push_back(CacheSlot slot) {
    store_->links(slot) = {back_, kNoSlot};
    (back_ == kNoSlot ? front_ : store_->links(back_).older) = slot;
    back_ = slot;
    ++length_;
    bytes_ += store_->size_of(slot);
  }

  void remove(CacheSlot slot) {
    const SlotLinks links = store_->links(slot);
    (links.newer == kNoSlot ? front_ : store_->links(links.newer).older) = links.older;
    (links.older == kNoSlot ? back_ : store_->links(links.older).newer) = links.newer;
    --length_;
    bytes_ -= store_->size_of(slot);
  }

  void move_to_front(CacheSlot slot) {
    if (slot != front_) {
      remove(slot);
      push_front(slot);
    }
  }

  /// Removes the oldest and returns it. Requires: not empty.
  CacheSlot pop_back() {
    const CacheSlot slot = back_;
    remove(slot);
    return slot;
  }

  /// The newest, or kNoSlot.
  [[nodiscard]] CacheSlot front() const { return front_; }

  /// The oldest, or kNoSlot.
  [[nodiscard]] CacheSlot back() const { return back_; }

  /// The neighbour towards the front, or kNoSlot.
  [[nodiscard]] CacheSlot newer(CacheSlot slot) const { return store_->links(slot).newer; }

  [[nodiscard]] bool empty() const { return front_ == kNoSlot; }

  [[nodiscard]] std::size_t length() const { return length_; }

  /// Sum of the sizes.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Store* store_;
  CacheSlot front_ = kNoSlot;
  CacheSlot back_ = kNoSlot;
  std::size_t length_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace napkin::algorithms
