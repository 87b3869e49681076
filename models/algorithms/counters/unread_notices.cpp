#include "models/algorithms/counters/unread_notices.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

void UnreadNotices::publish(std::uint64_t notice) {
  NAPKIN_CONTRACT(notice > (notices_.empty() ? 0 : notices_.back()));
  detail::grow_by_quarter(notices_);
  notices_.push_back(notice);
}

std::size_t UnreadNotices::unread_count(std::uint64_t user) const {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone) {
    return 0;
  }
  const auto first_unread = std::upper_bound(notices_.begin(), notices_.end(), last_read_[slot]);
  return static_cast<std::size_t>(notices_.end() - first_unread);
}

void UnreadNotices::open(std::uint64_t user) {
  const std::uint32_t slot = users_.insert(user);
  if (slot == last_read_.size()) {
    detail::grow_by_quarter(last_read_);
    last_read_.emplace_back();
  }
  last_read_[slot] = notices_.empty() ? 0 : notices_.back();
}

void RedDot::put_up(Time now) {
  put_up_ = is_up_ ? std::max(put_up_, now) : now;
  is_up_ = true;
}

void RedDot::click(std::uint64_t user, Time now) {
  const std::size_t users_before = users_.size();
  const std::uint32_t slot = users_.insert(user);
  if (slot == clicked_.size()) {
    detail::grow_by_quarter(clicked_);
    clicked_.push_back(now);
  }
  const bool is_new = users_.size() != users_before;
  clicked_[slot] = is_new ? now : std::max(clicked_[slot], now);
}

bool RedDot::is_shown(std::uint64_t user) const {
  const std::uint32_t slot = users_.find(user);
  return is_up_ && (slot == IdSlots::kNone || clicked_[slot] < put_up_);
}

}  // namespace napkin::algorithms
