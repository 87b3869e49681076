#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/node_id.h"
#include "models/algorithms/base/time.h"

namespace napkin::algorithms {

/// A node that takes a write, and the home replica it stands in for, if it is not one itself.
struct SloppyTarget {
  NodeId node{0};
  std::optional<NodeId> hint_for;

  friend bool operator==(const SloppyTarget&, const SloppyTarget&) = default;
};

/// The sloppy quorum: the first `replicas` healthy nodes of a key's preference list. The nodes
/// after the first `replicas` stand in for the homes that are down, in list order.
/// Shorter when too few are healthy. `is_healthy(NodeId)` is the coordinator's own belief.
/// Source: DeCandia et al., "Dynamo", SOSP 2007, section 4.6.
template <typename IsHealthy>
[[nodiscard]] std::vector<SloppyTarget> sloppy_targets(std::span<const NodeId> preference_list,
                                                       std::size_t replicas,
                                                       IsHealthy is_healthy) {
  const std::size_t homes = std::min(replicas, preference_list.size());
  std::vector<SloppyTarget> targets;
  std::vector<NodeId> absent;
  for (const NodeId home : preference_list.first(homes)) {
    if (is_healthy(home)) {
      targets.push_back({.node = home, .hint_for = std::nullopt});
    } else {
      absent.push_back(home);
    }
  }
  auto next_absent = absent.begin();
  for (const NodeId fallback : preference_list.subspan(homes)) {
    if (next_absent != absent.end() && is_healthy(fallback)) {
      targets.push_back({.node = fallback, .hint_for = *next_absent++});
    }
  }
  return targets;
}

struct HintLogOptions {
  std::size_t hints_per_target_max = 100'000;
  /// Writes are hinted for this long after their target went down; later ones are left to
  /// anti-entropy. Three hours is Cassandra's max_hint_window.
  Duration window = 3h;
};

enum class HintOutcome : std::uint8_t {
  kStored,
  kFull,     ///< the target has hints_per_target_max hints
  kTooLate,  ///< the target has been down for longer than the window
};

/// The writes that a node keeps for others that were down, to hand them over when they are back.
///
/// Hints of a target leave in the order of arrival, and only when their delivery is acknowledged,
/// so that a second crash in the middle of a replay loses none (it repeats some: mutations must be
/// idempotent, as stamped ones are). O(log targets) per operation; memory one record per hint.
/// Sources: Dynamo, section 4.6; Cassandra documentation, "Hints".
///
///     hints.on_down(b, now);
///     hints.store(b, now, mutation);                     // b is down
///     for (const auto& hint : hints.first(b, 128)) ...   // b is back: send them, and on success
///     hints.on_delivered(b, 128);
template <typename Mutation>
class HintLog final {
 public:
  struct Hint {
    Time stored_at;
    Mutation mutation;
  };

  explicit HintLog(HintLogOptions options) : options_(options) {}

  /// The failure detector declared the target dead. Repeated calls keep the first time.
  void on_down(NodeId target, Time now) {
    targets_[target].down_since = targets_[target].down_since.value_or(now);
  }

  /// The target is alive again; its hints stay until they are delivered.
  void on_up(NodeId target) {
    const auto entry = targets_.find(target);
    if (entry != targets_.end()) {
      entry->second.down_since.reset();
      forget_if_idle(entry);
    }
  }

  HintOutcome store(NodeId target, Time now, Mutation mutation) {
    if (is_past_window(target, now)) {
      return HintOutcome::kTooLate;
    }
    if (hints_for(target) >= options_.hints_per_target_max) {
      return HintOutcome::kFull;
    }
    targets_[target].hints.push_back({now, std::move(mutation)});
    ++hints_count_;
    return HintOutcome::kStored;
  }

  /// The oldest hints of the target, at most `count_max`, in order of arrival.
  [[nodiscard]] std::vector<Hint> first(NodeId target, std::size_t count_max) const {
    const auto entry = targets_.find(target);
    if (entry == targets_.end()) {
      return {};
    }
    const auto& hints = entry->second.hints;
    const auto count = std::min(count_max, hints.size());
    return {hints.begin(), hints.begin() + static_cast<std::ptrdiff_t>(count)};
  }

  /// The target has acknowledged its oldest `count` hints. Requires count <= hints_for(target).
  void on_delivered(NodeId target, std::size_t count) {
    NAPKIN_CONTRACT(count <= hints_for(target));
    const auto entry = targets_.find(target);
    if (entry != targets_.end()) {
      drop_oldest(&entry->second, count);
      forget_if_idle(entry);
    }
  }

  /// Drops hints stored before `time` (they outlived the tombstones, or the disk budget); returns
  /// how many. Stops at a target's first younger hint, so that no gap opens in its order.
  std::size_t drop_stored_before(Time time) {
    const std::size_t before = hints_count_;
    for (auto entry = targets_.begin(); entry != targets_.end();) {
      while (!entry->second.hints.empty() && entry->second.hints.front().stored_at < time) {
        drop_oldest(&entry->second, 1);
      }
      entry = forget_if_idle(entry);
    }
    return before - hints_count_;
  }

  /// The target left the cluster for good. Returns how many hints went with it.
  std::size_t drop_target(NodeId target) {
    const std::size_t dropped = hints_for(target);
    hints_count_ -= dropped;
    targets_.erase(target);
    return dropped;
  }

  [[nodiscard]] std::size_t size() const { return hints_count_; }

  [[nodiscard]] std::size_t hints_for(NodeId target) const {
    const auto entry = targets_.find(target);
    return entry == targets_.end() ? 0 : entry->second.hints.size();
  }

 private:
  struct Target {
    std::optional<Time> down_since;
    std::deque<Hint> hints;
  };

  using Targets = std::map<NodeId, Target>;

  [[nodiscard]] bool is_past_window(NodeId target, Time now) const {
    const auto entry = targets_.find(target);
    return entry != targets_.end() && entry->second.down_since.has_value() &&
           now - *entry->second.down_since > options_.window;
  }

  void drop_oldest(Target* target, std::size_t count) {
    const auto end = target->hints.begin() + static_cast<std::ptrdiff_t>(count);
    target->hints.erase(target->hints.begin(), end);
    hints_count_ -= count;
  }

  typename Targets::iterator forget_if_idle(typename Targets::iterator entry) {
    const bool idle = entry->second.hints.empty() && !entry->second.down_since.has_value();
    return idle ? targets_.erase(entry) : std::next(entry);
  }

  HintLogOptions options_;
  Targets targets_;
  std::size_t hints_count_ = 0;
};

}  // namespace napkin::algorithms
