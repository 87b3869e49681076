#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "models/algorithms/cache/cache_table.h"
#include "models/algorithms/cache/slot_queue.h"

namespace napkin::algorithms {

/// Which objects a cache keeps: the keys, sizes and the order of eviction, without the values. One
/// file per policy; all have this shape, so that a policy can be chosen by name and compared.
///
///     const auto policy = make_cache_policy("sieve", 10'000);
///     for (const CacheKey key : trace) { hits += policy->access(key); }
///
/// Sizes and the capacity share a unit of the caller's choice: pass size 1 to count objects, or
/// bytes to hold a byte budget. A hit costs O(1) and never allocates. Deterministic: equal calls
/// give equal evictions. Values live in an array beside it, indexed by slot: see Cache in cache.h.
class CachePolicy {
 public:
  /// Told of each eviction, before the slot is reused. Not told of erase().
  using EvictionListener = std::function<void(CacheSlot, CacheKey)>;

  CachePolicy(const CachePolicy&) = delete;
  CachePolicy& operator=(const CachePolicy&) = delete;
  virtual ~CachePolicy() = default;

  /// A request for `key`: a hit counts as a use of it; a miss admits nothing. Returns the slot of
  /// the object, or kNoSlot.
  CacheSlot find(CacheKey key) {
    const CacheSlot slot = table_.find(key);
    if (slot == kNoSlot || !table_.entry(slot).resident) {
      return kNoSlot;
    }
    on_hit(slot);
    return slot;
  }

  /// After a miss: takes the object in and evicts what must go. Returns its slot, or kNoSlot if the
  /// policy refuses it, as each does an object larger than the whole cache.
  /// Requires: size >= 1, !contains(key).
  CacheSlot admit(CacheKey key, std::uint64_t size = 1);

  /// A read through the cache: find, and on a miss admit. Returns whether it was a hit.
  bool access(CacheKey key, std::uint64_t size = 1) {
    if (find(key) != kNoSlot) {
      return true;
    }
    admit(key, size);
    return false;
  }

  /// Drops the object, as on invalidation. Returns whether it was there.
  bool erase(CacheKey key);

  /// The slot of a resident object or kNoSlot, without counting a use.
  [[nodiscard]] CacheSlot peek(CacheKey key) const;

  [[nodiscard]] bool contains(CacheKey key) const { return peek(key) != kNoSlot; }

  [[nodiscard]] const CacheEntry& entry(CacheSlot slot) const { return table_.entry(slot); }

  /// One more than the largest slot ever used.
  [[nodiscard]] std::size_t slots() const { return table_.slots(); }

  /// Number of resident objects.
  [[nodiscard]] std::size_t size() const { return residents_; }

  /// Sum of the sizes of the resident objects; never above capacity().
  [[nodiscard]] std::uint64_t used() const { return used_; }

  [[nodiscard]] std::uint64_t capacity() const { return capacity_; }

  /// Bytes of heap memory held for keys, sizes and order, ghosts included.
  [[nodiscard]] virtual std::size_t memory_bytes() const { return table_.memory_bytes(); }

  void set_eviction_listener(EvictionListener listener) { on_eviction_ = std::move(listener); }

 protected:
  using Queue = SlotQueue<CacheTable>;

  explicit CachePolicy(std::uint64_t capacity) : capacity_(capacity) {}

  // What a policy decides. Slots given to on_hit and on_erase are resident.
  virtual void on_hit(CacheSlot slot) = 0;

  virtual CacheSlot on_admit(CacheKey key, std::uint64_t size) = 0;
  virtual void on_erase(CacheSlot slot) = 0;  // unlinks it; erase() then forgets it

  // What a policy does it with.

  [[nodiscard]] bool fits(std::uint64_t size) const { return size <= capacity_ - used_; }

  /// The entry of `key`, now resident: new, or a ghost that comes back. Links nothing.
  CacheSlot make_resident(CacheKey key, std::uint64_t size);

  /// Evicts the object but remembers its key. The policy has unlinked it.
  void make_ghost(CacheSlot slot);

  /// Evicts the object and forgets it. The policy has unlinked it.
  void evict(CacheSlot slot);

  /// Forgets a ghost. The policy has unlinked it.
  void forget(CacheSlot slot) { table_.erase(slot); }

  CacheTable table_;

 private:
  void leave(CacheSlot slot);

  std::uint64_t capacity_;
  std::uint64_t used_ = 0;
  std::size_t residents_ = 0;
  EvictionListener on_eviction_;
};

/// The names that make_cache_policy knows, sorted.
[[nodiscard]] std::span<const std::string_view> cache_policy_names();

/// A policy by name with its published default parameters, for example "lru" or "w_tiny_lfu".
/// Throws std::invalid_argument that lists the names if there is none such.
[[nodiscard]] std::unique_ptr<CachePolicy> make_cache_policy(std::string_view name,
                                                             std::uint64_t capacity);

}  // namespace napkin::algorithms
