#pragma once

#include <vector>

#include "models/algorithms/cache/cache_policy.h"

namespace napkin::algorithms {

/// Least frequently used: evicts the object with the fewest uses since its admission; among equals,
/// the one that reached that number longest ago. Keeps old favourites for ever: without ageing, it
/// adapts badly when the popular objects change.
///
/// O(1) per operation: objects of one frequency form a group, the groups an ascending list, and a
/// hit moves its object one group up. No ghosts. Source: Shah, Mitra and Matani, "An O(1) algorithm
/// for implementing the LFU cache eviction scheme", 2010.
///
/// With History::kAll it is Perfect-LFU: uses are counted whether or not the object is there, and a
/// newcomer that was asked for no more often than the least of the residents is turned away. Where
/// keys are drawn independently it comes to hold the most popular ones, the best that any policy
/// can do without knowing the future. Remembers every key it ever saw, some 50 bytes each. Source:
/// Breslau, Cao, Fan, Phillips and Shenker, "Web caching and Zipf-like distributions", INFOCOM
/// 1999, section 4.
///
///     LfuPolicy lfu(10'000);
///     const bool hit = lfu.access(key);
class LfuPolicy final : public CachePolicy {
 public:
  enum class History : std::uint8_t {
    kResidents,  ///< an object that was evicted starts again from nothing
    kAll,
  };

  explicit LfuPolicy(std::uint64_t capacity, History history = History::kResidents)
      : CachePolicy(capacity), history_(history) {}

  [[nodiscard]] std::size_t memory_bytes() const override;

 private:
  using GroupIndex = std::uint32_t;
  static constexpr GroupIndex kNoGroup = 0xffff'ffff;

  struct Group {
    explicit Group(CacheTable& table) : queue(table) {}

    std::uint64_t frequency = 0;
    GroupIndex lower = kNoGroup;
    GroupIndex higher = kNoGroup;
    Queue queue;
  };

  void on_hit(CacheSlot slot) override;
  CacheSlot on_admit(CacheKey key, std::uint64_t size) override;
  void on_erase(CacheSlot slot) override;

  /// The group of `frequency`, which stands or is inserted right above `lower`.
  GroupIndex group_above(GroupIndex lower, std::uint64_t frequency);
  /// The highest group below `frequency`; with a newcomer's, one of the first two.
  [[nodiscard]] GroupIndex group_below(std::uint64_t frequency) const;
  void evict_one();
  void unlink(CacheSlot slot);
  void remove_if_empty(GroupIndex group);

  History history_;
  // A resident's entry.count is the index of its group, a ghost's is how often it was asked for.
  std::vector<Group> groups_;
  GroupIndex lowest_ = kNoGroup;
  GroupIndex first_free_ = kNoGroup;  // free groups are chained through `higher`
};

}  // namespace napkin::algorithms
