#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/time.h"
#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// A cache of values under any eviction policy, with an optional time to live per value. It has no
/// clock: callers pass the present, on any time axis. A value lives while now < expires_at; a dead
/// one is removed when a call meets it, or by remove_expired. Time may go back: what was not yet
/// removed then lives a little longer.
///
/// get and put cost one look-up, O(1); get never allocates. Memory: that of the policy, and 8 bytes
/// beside each value. Source: expiry when met is that of Redis ("EXPIRE", how keys expire).
///
///     Cache<Row> cache(make_cache_policy("lru", 10'000));
///     cache.put(user_id, row, {.expires_at = now + 30s});
///     if (const Row* row = cache.get(user_id, now)) { ... }
template <class Value>
class Cache final {
 public:
  static constexpr Time kNever = Time::max();

  /// Takes the key and value of each evicted object, for example to write it back. Not called for
  /// erased, overwritten or expired values. Must not call the cache.
  using EvictionListener = std::function<void(CacheKey, Value&&)>;

  struct PutOptions {
    std::uint64_t size = 1;  // in the unit of the policy's capacity; at least 1
    Time expires_at = kNever;
  };

  explicit Cache(std::unique_ptr<CachePolicy> policy, EvictionListener on_eviction = {})
      : policy_(std::move(policy)), on_eviction_(std::move(on_eviction)) {
    require(policy_ != nullptr, "Cache needs a policy");
    policy_->set_eviction_listener([this](CacheSlot slot, CacheKey key) { evicted(slot, key); });
  }

  // The policy's listener points here.
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  /// The live value of `key`, or null. Counts as a use. Valid until the next call that is not
  /// const.
  Value* get(CacheKey key, Time now = Time::zero()) {
    const CacheSlot slot = policy_->find(key);
    if (slot == kNoSlot) {
      return nullptr;
    }
    if (now >= stored_[slot].expires_at) {
      remove(key, slot);
      return nullptr;
    }
    return &*stored_[slot].value;
  }

  /// Stores or overwrites; counts as a use. Returns whether the cache took the value; if not, an
  /// older value of the key is gone all the same.
  bool put(CacheKey key, Value value, PutOptions options = {}) {
    CacheSlot slot = policy_->peek(key);
    if (slot != kNoSlot && policy_->entry(slot).size == options.size) {
      policy_->find(key);
    } else {
      erase(key);
      slot = policy_->admit(key, options.size);
    }
    if (slot == kNoSlot) {
      return false;
    }
    stored_.resize(std::max(stored_.size(), policy_->slots()));
    stored_[slot].value.emplace(std::move(value));
    stored_[slot].expires_at = options.expires_at;
    return true;
  }

  /// Drops the value, as on invalidation. Returns whether one was there, dead or alive.
  bool erase(CacheKey key) {
    const CacheSlot slot = policy_->peek(key);
    if (slot == kNoSlot) {
      return false;
    }
    remove(key, slot);
    return true;
  }

  /// Looks at the next `slots_max` slots, in a cycle over all, and removes what is dead: called now
  /// and then, it returns the room of dead values that nobody asks for (as memcached's LRU
  /// crawler). Returns how many it removed.
  std::size_t remove_expired(Time now, std::size_t slots_max) {
    std::size_t removed = 0;
    for (std::size_t i = 0; i < std::min(slots_max, stored_.size()); ++i) {
      cursor_ = cursor_ + 1 < stored_.size() ? cursor_ + 1 : 0;
      if (stored_[cursor_].value && now >= stored_[cursor_].expires_at) {
        const auto slot = static_cast<CacheSlot>(cursor_);
        remove(policy_->entry(slot).key, slot);
        ++removed;
      }
    }
    return removed;
  }

  [[nodiscard]] const CachePolicy& policy() const { return *policy_; }

  /// Number of values held, dead ones included that no call has met.
  [[nodiscard]] std::size_t size() const { return policy_->size(); }

 private:
  struct Stored {
    std::optional<Value> value;
    Time expires_at = kNever;
  };

  void remove(CacheKey key, CacheSlot slot) {
    stored_[slot].value.reset();
    policy_->erase(key);
  }

  void evicted(CacheSlot slot, CacheKey key) {
    // A policy may refuse the very object that it is admitting: nothing is stored for it yet.
    if (slot >= stored_.size() || !stored_[slot].value) {
      return;
    }
    if (on_eviction_) {
      on_eviction_(key, std::move(*stored_[slot].value));
    }
    stored_[slot].value.reset();
  }

  std::unique_ptr<CachePolicy> policy_;
  EvictionListener on_eviction_;
  std::vector<Stored> stored_;  // by slot
  std::size_t cursor_ = 0;
};

}  // namespace napkin::algorithms
