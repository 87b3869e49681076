#pragma once

#include <cstddef>   // size_t
#include <cstdint>   // uint16_t, uint32_t, uint64_t
#include <optional>  // optional
#include <vector>    // vector

#include "models/algorithms/presence/connection_table.h"
#include "sim/kernel/large_pages.h"

namespace napkin::components {

/// Which server holds the connection of which user, for servers numbered below 65,535.
///
/// Where a fair share of all users is on line, the users are places of an array, two bytes each: a
/// look-up waits for memory once, and the first millions are connected in the order of the array.
/// The others, and all of them where few are on line, are in a hash table: about 30 bytes for each
/// who is on line.
class ConnectionMap {
 public:
  /// For users numbered from 0 to `users`, of which about `connected` are on line. Others may
  /// connect as well.
  ConnectionMap(std::uint64_t users, std::uint64_t connected);

  /// Records that `server` holds `user`; returns who held the user before.
  std::optional<std::uint32_t> connect(std::uint64_t user, std::uint32_t server);

  /// Forgets `user` if `server` still holds it; false otherwise.
  bool disconnect(std::uint64_t user, std::uint32_t server);

  /// Forgets everybody on `server`. O(users).
  void disconnect_all(std::uint32_t server);

  [[nodiscard]] std::optional<std::uint32_t> server_of(std::uint64_t user) const;

  /// Fetches into the cache what `server_of(user)` will look at first.
  void prefetch(std::uint64_t user) const {
    if (is_dense(user)) {
      __builtin_prefetch(&dense_[user]);
    }
  }

  /// Calls visit(user) for everybody on `server`, in a fixed order. It must not change the map.
  template <typename Visit>
  void for_each_on(std::uint32_t server, Visit&& visit) const {
    for (std::uint64_t user = 0; user < dense_.size(); ++user) {
      if (dense_[user] == server + 1) {
        visit(user);
      }
    }
    others_.for_each([&](const algorithms::ConnectionTable::Connection& connection) {
      if (connection.server == server) {
        visit(connection.user);
      }
    });
  }

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  [[nodiscard]] bool is_dense(std::uint64_t user) const { return user < dense_.size(); }

  // By user: the server's number plus one; 0: off line.
  std::vector<std::uint16_t, LargePageAllocator<std::uint16_t>> dense_;
  algorithms::ConnectionTable others_{{}};
};

}  // namespace napkin::components
