#pragma once

#include <cstdint>  // int64_t, uint32_t, uint64_t
#include <map>      // map
#include <span>     // span
#include <utility>  // pair
#include <vector>   // vector

namespace napkin::components {

/// The books on writes that clients were told are done: which of them does no disk hold any more?
///
/// A write that all N of its nodes hold is settled and only counted. One that was acknowledged with
/// fewer is kept here, with its holders, until the others have it, too. Memory grows with the
/// writes at risk, not with time.
class WriteLedger {
 public:
  /// Of one write, at most.
  static constexpr std::size_t kCopiesMax = 16;

  explicit WriteLedger(std::size_t copies) : copies_(copies) {}

  /// An acknowledged write has been tried on all its nodes; `holders` have it.
  void record(std::uint64_t key, std::uint64_t version, std::span<const std::uint32_t> holders);
  /// `node` has got it after all.
  void add_holder(std::uint64_t key, std::uint64_t version, std::uint32_t node);
  /// The disk of `node` is gone, and with it every copy there.
  void lose_disk(std::uint32_t node);

  [[nodiscard]] std::int64_t acknowledged() const { return acknowledged_; }

  [[nodiscard]] std::size_t at_risk() const { return at_risk_.size(); }

  /// Acknowledged writes that no disk holds. Of settled ones as many disks were lost as may have
  /// held one: then the number is not known, and this says so with false.
  [[nodiscard]] bool is_known() const { return disks_lost_ < copies_; }

  [[nodiscard]] std::int64_t lost() const;

 private:
  using Write = std::pair<std::uint64_t, std::uint64_t>;  // key, version

  std::size_t copies_;
  std::int64_t acknowledged_ = 0;
  std::size_t disks_lost_ = 0;
  std::map<Write, std::vector<std::uint32_t>> at_risk_;
};

}  // namespace napkin::components
