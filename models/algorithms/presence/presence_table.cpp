#include "models/algorithms/presence/presence_table.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

PresenceTable::PresenceTable(Options options)
    : options_(options), online_by_tick_(std::size_t{options.timeout_ticks} + 1) {}

/// Moves the latest tick on. Whoever was heard of last in a tick that falls out of the window is
/// off line from now on.
void PresenceTable::advance(Tick now) {
  if (now <= latest_) {
    return;
  }
  if (now - latest_ >= online_by_tick_.size()) {
    std::fill(online_by_tick_.begin(), online_by_tick_.end(), 0U);
    online_count_ = 0;
    latest_ = now;
  }
  while (latest_ < now) {
    ++latest_;
    online_count_ -= online_by_tick_[bucket_of(latest_)];  // that of the tick one window ago
    online_by_tick_[bucket_of(latest_)] = 0;
  }
}

void PresenceTable::heart_beat(std::uint32_t user, Tick now) {
  advance(now);
  NAPKIN_CONTRACT(latest_ != 0xFFFF'FFFF);
  if (user >= last_heard_.size()) {
    detail::grow_by_quarter(last_heard_, user + 1 - last_heard_.size());
    last_heard_.resize(std::size_t{user} + 1);
  }
  uncount(user);
  last_heard_[user] = latest_ + 1;
  ++online_by_tick_[bucket_of(latest_)];
  ++online_count_;
}

void PresenceTable::uncount(std::uint32_t user) {
  if (is_online(user, latest_)) {
    --online_by_tick_[bucket_of(last_heard_[user] - 1)];
    --online_count_;
  }
}

void PresenceTable::leave(std::uint32_t user) {
  uncount(user);
  if (user < last_heard_.size()) {
    last_heard_[user] = 0;
  }
}

bool PresenceTable::is_online(std::uint32_t user, Tick now) const {
  if (user >= last_heard_.size() || last_heard_[user] == 0) {
    return false;
  }
  const Tick heard = last_heard_[user] - 1;
  return now <= heard || now - heard <= options_.timeout_ticks;
}

std::size_t PresenceTable::online_count(Tick now) {
  advance(now);
  return online_count_;
}

std::size_t PresenceTable::memory_bytes() const {
  return last_heard_.capacity() * sizeof(Tick) + online_by_tick_.capacity() * sizeof(std::uint32_t);
}

}  // namespace napkin::algorithms
