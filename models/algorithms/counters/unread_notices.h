#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/id_slots.h"

namespace napkin::algorithms {

/// How many notices of one list that everybody shares (system announcements) each user has not
/// read: instead of a count per user, which every announcement would have to raise a hundred
/// million times, the id of the last notice that the user has seen.
///
///     UnreadNotices notices;
///     notices.publish(/*notice=*/17);
///     notices.unread_count(user);          // 0 for one who was never here
///     notices.open(user);                  // has seen all there are
///
/// publish O(1), however many users there are; unread_count O(log notices). About 25 bytes per
/// user, 8 per notice. Source: "Forty questions on high concurrency", 38: unread counts at 500k
/// QPS.
class UnreadNotices final {
 public:
  /// Adds a notice. Requires: its id is larger than any before.
  void publish(std::uint64_t notice);

  /// Notices published since `user` opened the list; 0 for a user who never did: to someone new,
  /// what was announced long ago is not news.
  [[nodiscard]] std::size_t unread_count(std::uint64_t user) const;

  /// The user has seen all notices. Before the first one, this notes only that the user was here.
  void open(std::uint64_t user);

  /// Saves the room of a user who has not logged in for long; the user counts as new again.
  void forget(std::uint64_t user) { users_.erase(user); }

  [[nodiscard]] std::size_t user_count() const { return users_.size(); }

 private:
  std::vector<std::uint64_t> notices_;  // ascending
  IdSlots users_;
  std::vector<std::uint64_t> last_read_;  // by slot; 0: opened before there was any
};

/// A red dot shown to everybody who has not clicked since it was last put up: one time per user and
/// one for all. What is compared is who came last; equal times show no dot. Source: as above.
///
///     RedDot dot;
///     dot.put_up(now);
///     if (dot.is_shown(user)) { ... }
///     dot.click(user, later);
class RedDot final {
 public:
  /// Any count that grows with time.
  using Time = std::int64_t;

  void put_up(Time now);

  /// Never moves a user's time back.
  void click(std::uint64_t user, Time now);

  /// Whether the dot was put up after the user's last click; for a user who never clicked, whether
  /// it was ever put up.
  [[nodiscard]] bool is_shown(std::uint64_t user) const;

 private:
  IdSlots users_;
  std::vector<Time> clicked_;  // by slot
  Time put_up_ = 0;
  bool is_up_ = false;
};

}  // namespace napkin::algorithms
