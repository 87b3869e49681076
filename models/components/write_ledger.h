#pragma once

#include <cstddef>     // size_t
#include <cstdint>     // int64_t, uint32_t, uint64_t
#include <functional>  // function
#include <map>         // map
#include <set>         // set
#include <span>        // span
#include <utility>     // pair
#include <vector>      // vector

#include "models/algorithms/base/id_slots.h"
#include "sim/kernel/time.h"

namespace napkin::components {

/// The books on the writes to a log, where no write replaces another one: of those that clients
/// were told are done, which does no disk hold any more?
///
/// A write that all N of its nodes hold is settled and only counted. One that was acknowledged with
/// fewer is kept here, with its holders, until the others have it, too. Memory grows with the
/// writes at risk, not with time.
class LogLedger {
 public:
  /// Of one write, at most.
  static constexpr std::size_t kCopiesMax = 16;

  explicit LogLedger(std::size_t copies) : copies_(copies) {}

  /// An acknowledged write has been tried on all its nodes; `holders` have it.
  void record(std::uint64_t key, std::uint64_t version, std::span<const std::uint32_t> holders);
  /// `node` has got it after all.
  void add_holder(std::uint64_t key, std::uint64_t version, std::uint32_t node);
  /// The disk of `node` is gone, and with it every copy there.
  void lose_disk(std::uint32_t node);

  [[nodiscard]] std::size_t at_risk() const { return at_risk_.size(); }

  /// Of settled writes as many disks were lost as may have held one: then the number of lost ones
  /// is not known, and this says so with false.
  [[nodiscard]] bool is_known() const { return disks_lost_.size() < copies_; }

  /// Acknowledged writes that no disk holds.
  [[nodiscard]] std::int64_t lost() const;

 private:
  using Write = std::pair<std::uint64_t, std::uint64_t>;  // key, version

  std::size_t copies_;
  std::set<std::uint32_t> disks_lost_;
  std::map<Write, std::vector<std::uint32_t>> at_risk_;
};

/// The books on the values of keys, where the last write counts: which key lost its last
/// acknowledged write?
///
/// That is one of which no node holds the version, nor any that may have come after it. Nodes keep
/// the largest version, and a version is a time stamp of its coordinator: so with a wrong clock a
/// write is lost, too, that began after an acknowledged one with a larger version. A later write
/// that nobody was told is done may have replaced it all the same: that is no loss.
class ValueLedger {
 public:
  /// A write of `version` to `key` that began at `begun` was acknowledged at `now`.
  void record(std::uint64_t key, std::uint64_t version, Time begun, Time now);

  struct Tally {
    std::int64_t lost = 0;
    std::int64_t at_risk = 0;  ///< not held by all its homes; the lost ones among them
  };

  /// The versions that the homes of a key hold; 0 where there is none.
  using Held = std::function<std::span<const std::uint64_t>(std::uint64_t key)>;

  [[nodiscard]] Tally tally(const Held& held) const;

 private:
  struct Acknowledged {
    std::uint64_t version = 0;
    Time at{0};
  };

  struct Entry {
    Acknowledged last;        // the one that began last
    Time begun{0};            // when
    Acknowledged largest;     // the one of the largest version
    std::uint64_t older = 0;  // the largest version acknowledged before the last one began
  };

  /// Whether who holds `version` holds the last write, or one that may have replaced it.
  [[nodiscard]] static bool holds(const Entry& entry, std::uint64_t version);

  algorithms::IdSlots keys_;
  std::vector<Entry> entries_;  // by slot of the key
};

}  // namespace napkin::components
