#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/algorithms/base/id_slots.h"

namespace napkin::algorithms {

/// Which push server holds whose persistent connection, and since when it has been silent.
/// Users are any 64-bit ids (give each device its own where a user may have several), servers are
/// 32-bit numbers, time is counted in ticks of the caller's choice, a second say.
///
///     ConnectionTable connections({.idle_limit_ticks = 600});    // cut off after ten minutes
///     connections.connect(user, /*server=*/7, now);
///     for (const auto& idle : connections.expire_idle(now)) { ... }
///
/// Expected O(1) per operation and about 30 bytes per connected user. `touch`, by far the most
/// frequent call, writes one number: the timing wheel that finds idle users is not told, but looks
/// again when the first deadline comes. Each user thus costs one look per idle limit, however often
/// it is heard. Source: Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987,
/// scheme 5.
class ConnectionTable final {
 public:
  using Tick = std::uint32_t;

  struct Options {
    /// A user silent for this long is idle; at least 1. The wheel takes 4 bytes per tick of it.
    Tick idle_limit_ticks = 600;
  };

  struct Connection {
    std::uint64_t user = 0;
    std::uint32_t server = 0;
    Tick last_active = 0;

    friend bool operator==(const Connection&, const Connection&) = default;
  };

  /// Throws std::invalid_argument if the idle limit is 0.
  explicit ConnectionTable(Options options);

  /// Makes room for `users` at once, so that connecting them moves nothing.
  void reserve(std::size_t users) {
    users_.reserve(users);
    entries_.reserve(users);
  }

  /// Records that `user` is connected to `server`. Returns the server that held the user before, if
  /// any: its connection is stale now. Time never goes back: every call uses the latest tick seen.
  std::optional<std::uint32_t> connect(std::uint64_t user, std::uint32_t server, Tick now);

  /// Forgets `user` if `server` still holds it. Returns false for news that came too late: the user
  /// was gone, or had already connected to another server.
  bool disconnect(std::uint64_t user, std::uint32_t server);

  /// Forgets everybody on `server`, which died. O(slots). Returns how many.
  std::size_t disconnect_all(std::uint32_t server);

  /// Notes that `user` was heard from. Returns false if it is not connected.
  bool touch(std::uint64_t user, Tick now);

  [[nodiscard]] std::optional<Connection> find(std::uint64_t user) const;

  /// Disconnects and returns everyone whose last activity is at least the idle limit ago. Amortised
  /// O(1) per connection and idle limit, and O(1) per tick since the last call (at most the limit).
  std::vector<Connection> expire_idle(Tick now);

  /// Calls visit(Connection) for everyone connected, in a fixed order. It must not change the
  /// table.
  template <class Visit>
  void for_each(Visit&& visit) const {
    users_.for_each([&](std::uint64_t user, std::uint32_t slot) {
      visit(Connection{user, entries_[slot].server, entries_[slot].last_active});
    });
  }

  /// Number of users connected.
  [[nodiscard]] std::size_t size() const { return users_.size(); }

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Entry {
    std::uint32_t server;
    Tick last_active;
    std::uint32_t next;  // in its bucket of the wheel: a slot, kEnd or kNotFiled
  };

  [[nodiscard]] Tick advance(Tick now);
  [[nodiscard]] std::uint64_t deadline_of(const Entry& entry) const;
  void file(std::uint32_t slot);
  void sweep_bucket(std::uint64_t now, std::vector<Connection>& expired);

  Options options_;
  IdSlots users_;
  std::vector<Entry> entries_;          // by slot; stays filed when its user leaves
  std::vector<std::uint32_t> buckets_;  // first slot of each bucket, or kEnd
  std::uint64_t swept_ = 0;             // every tick up to this one has been swept
  Tick latest_ = 0;
};

}  // namespace napkin::algorithms
