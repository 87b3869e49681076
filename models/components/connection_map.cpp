#include "models/components/connection_map.h"

#include <algorithm>
#include <utility>

#include "sim/kernel/assert.h"

namespace napkin::components {

namespace {

/// An array costs two bytes for each of all users, the table thirty for each who is on line.
constexpr std::uint64_t kUsersPerConnectionMax = 15;

}  // namespace

ConnectionMap::ConnectionMap(std::uint64_t users, std::uint64_t connected) {
  if (users / kUsersPerConnectionMax < connected) {
    dense_.resize(users);
  } else {
    others_.reserve(connected);
  }
}

std::optional<std::uint32_t> ConnectionMap::connect(std::uint64_t user, std::uint32_t server) {
  NAPKIN_ASSERT(server < 0xFFFF);
  if (!is_dense(user)) {
    return others_.connect(user, server, 0);
  }
  const std::uint16_t before = std::exchange(dense_[user], static_cast<std::uint16_t>(server + 1));
  return before == 0 ? std::nullopt : std::optional<std::uint32_t>(before - 1U);
}

bool ConnectionMap::disconnect(std::uint64_t user, std::uint32_t server) {
  if (!is_dense(user)) {
    return others_.disconnect(user, server);
  }
  if (dense_[user] != server + 1) {
    return false;
  }
  dense_[user] = 0;
  return true;
}

void ConnectionMap::disconnect_all(std::uint32_t server) {
  std::replace(dense_.begin(),
               dense_.end(),
               static_cast<std::uint16_t>(server + 1),
               static_cast<std::uint16_t>(0));
  others_.disconnect_all(server);
}

std::optional<std::uint32_t> ConnectionMap::server_of(std::uint64_t user) const {
  if (is_dense(user)) {
    return dense_[user] == 0 ? std::nullopt : std::optional<std::uint32_t>(dense_[user] - 1U);
  }
  const auto connection = others_.find(user);
  return connection ? std::optional(connection->server) : std::nullopt;
}

std::size_t ConnectionMap::memory_bytes() const {
  return dense_.capacity() * sizeof(dense_[0]) + others_.memory_bytes();
}

}  // namespace napkin::components
