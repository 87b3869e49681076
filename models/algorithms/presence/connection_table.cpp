#include "models/algorithms/presence/connection_table.h"

#include <algorithm>
#include <stdexcept>

#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

namespace {

constexpr std::uint32_t kEnd = 0xFFFF'FFFF;
constexpr std::uint32_t kNotFiled = 0xFFFF'FFFE;

}  // namespace

ConnectionTable::ConnectionTable(Options options) : options_(options) {
  if (options.idle_limit_ticks == 0) {
    throw std::invalid_argument("ConnectionTable: idle_limit_ticks must be at least 1");
  }
  // Deadlines lie 1 to idle_limit ticks ahead of the sweep: none shares a bucket with its own past.
  buckets_.assign(std::size_t{options.idle_limit_ticks} + 1, kEnd);
}

ConnectionTable::Tick ConnectionTable::advance(Tick now) {
  latest_ = std::max(latest_, now);
  return latest_;
}

std::uint64_t ConnectionTable::deadline_of(const Entry& entry) const {
  return std::uint64_t{entry.last_active} + options_.idle_limit_ticks;
}

void ConnectionTable::file(std::uint32_t slot) {
  std::uint32_t& bucket = buckets_[deadline_of(entries_[slot]) % buckets_.size()];
  entries_[slot].next = bucket;
  bucket = slot;
}

std::optional<std::uint32_t> ConnectionTable::connect(std::uint64_t user,
                                                      std::uint32_t server,
                                                      Tick now) {
  const Tick active = advance(now);
  const std::size_t users_before = users_.size();
  const std::uint32_t slot = users_.insert(user);
  if (slot == entries_.size()) {
    detail::grow_by_quarter(entries_);
    entries_.push_back({server, active, kNotFiled});
  }
  Entry& entry = entries_[slot];
  const bool was_connected = users_.size() == users_before;
  const std::uint32_t server_before = entry.server;
  entry.server = server;
  entry.last_active = active;
  if (entry.next == kNotFiled) {
    file(slot);  // a slot that is still filed gets its look no later than this connection needs
  }
  return was_connected ? std::optional(server_before) : std::nullopt;
}

bool ConnectionTable::disconnect(std::uint64_t user, std::uint32_t server) {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone || entries_[slot].server != server) {
    return false;
  }
  users_.erase(user);
  return true;
}

std::size_t ConnectionTable::disconnect_all(std::uint32_t server) {
  const std::size_t users_before = users_.size();
  for (std::uint32_t slot = 0; slot < entries_.size(); ++slot) {
    if (users_.is_live(slot) && entries_[slot].server == server) {
      users_.erase(users_.id_of(slot));
    }
  }
  return users_before - users_.size();
}

bool ConnectionTable::touch(std::uint64_t user, Tick now) {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone) {
    return false;
  }
  entries_[slot].last_active = advance(now);
  return true;
}

std::optional<ConnectionTable::Connection> ConnectionTable::find(std::uint64_t user) const {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone) {
    return std::nullopt;
  }
  return Connection{user, entries_[slot].server, entries_[slot].last_active};
}

std::vector<ConnectionTable::Connection> ConnectionTable::expire_idle(Tick now) {
  now = advance(now);
  std::vector<Connection> expired;
  if (now > swept_ + buckets_.size()) {
    swept_ = now - buckets_.size();  // one turn of the wheel looks at everybody
  }
  while (swept_ < now) {
    ++swept_;
    sweep_bucket(now, expired);
  }
  return expired;
}

void ConnectionTable::sweep_bucket(std::uint64_t now, std::vector<Connection>& expired) {
  std::uint32_t slot = buckets_[swept_ % buckets_.size()];
  buckets_[swept_ % buckets_.size()] = kEnd;
  while (slot != kEnd) {
    Entry& entry = entries_[slot];
    const std::uint32_t next = entry.next;
    entry.next = kNotFiled;
    if (users_.is_live(slot)) {
      if (deadline_of(entry) <= now) {
        expired.push_back({users_.id_of(slot), entry.server, entry.last_active});
        users_.erase(users_.id_of(slot));
      } else {
        file(slot);
      }
    }
    slot = next;
  }
}

std::size_t ConnectionTable::memory_bytes() const {
  return users_.memory_bytes() + entries_.capacity() * sizeof(Entry) +
         buckets_.capacity() * sizeof(buckets_[0]);
}

}  // namespace napkin::algorithms
