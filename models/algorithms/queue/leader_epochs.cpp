#include "models/algorithms/queue/leader_epochs.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

void LeaderEpochs::assign(std::uint64_t epoch, std::uint64_t offset) {
  if (!starts_.empty() && starts_.back().epoch == epoch) {
    return;
  }
  NAPKIN_CONTRACT(starts_.empty() || starts_.back().epoch < epoch);
  NAPKIN_CONTRACT(starts_.empty() || starts_.back().offset <= offset);
  if (!starts_.empty() && starts_.back().offset == offset) {
    starts_.pop_back();  // that leader wrote nothing
  }
  starts_.push_back({epoch, offset});
}

void LeaderEpochs::truncate(std::uint64_t log_end) {
  while (!starts_.empty() && starts_.back().offset >= log_end) {
    starts_.pop_back();
  }
}

std::uint64_t LeaderEpochs::epoch_of(std::uint64_t offset) const {
  const auto after = std::upper_bound(
      starts_.begin(), starts_.end(), offset, [](std::uint64_t value, const Start& start) {
        return value < start.offset;
      });
  NAPKIN_CONTRACT(after != starts_.begin());
  return std::prev(after)->epoch;
}

std::uint64_t LeaderEpochs::end_of(std::size_t index, std::uint64_t log_end) const {
  return index + 1 < starts_.size() ? starts_[index + 1].offset : log_end;
}

std::uint64_t LeaderEpochs::common_end(std::uint64_t log_end,
                                       const LeaderEpochs& other,
                                       std::uint64_t other_log_end) const {
  std::size_t mine = starts_.size();
  std::size_t theirs = other.starts_.size();
  while (mine > 0 && theirs > 0) {
    const std::uint64_t my_epoch = starts_[mine - 1].epoch;
    const std::uint64_t their_epoch = other.starts_[theirs - 1].epoch;
    if (my_epoch == their_epoch) {
      return std::min(end_of(mine - 1, log_end), other.end_of(theirs - 1, other_log_end));
    }
    my_epoch > their_epoch ? --mine : --theirs;
  }
  return 0;
}

}  // namespace napkin::algorithms
