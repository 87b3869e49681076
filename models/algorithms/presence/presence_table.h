#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace napkin::algorithms {

/// Who is on line, by heart-beat: whoever was heard of within the time-out is, nobody has to say
/// good-bye, and a network that comes back raises no flood of notices, since friends ask when they
/// want to know. For users numbered densely from 0: 4 bytes each.
///
///     PresenceTable presence({.timeout_ticks = 60});          // ticks of a second
///     presence.heart_beat(user, now);                          // every 10 s
///     if (presence.is_online(friend_of_user, now)) { ... }
///
/// All O(1), the number on line too: users are counted by the tick in which they were last heard
/// of, for as many ticks as the time-out has. Source: the on-line status of the chat chapters (pull
/// with the heart-beat each 10 s, off line after a minute).
class PresenceTable final {
 public:
  using Tick = std::uint32_t;

  struct Options {
    /// On line up to and including this many ticks after the last heart-beat.
    Tick timeout_ticks = 60;
  };

  explicit PresenceTable(Options options);

  /// Notes that `user` was heard of. Time never goes back: every call uses the latest tick seen.
  void heart_beat(std::uint32_t user, Tick now);

  /// The user says good-bye, and is off line at once.
  void leave(std::uint32_t user);

  /// Whether `user` is on line at `now`, which may be any tick.
  [[nodiscard]] bool is_online(std::uint32_t user, Tick now) const;

  /// Number of users on line at `now`; like a heart-beat, it moves the latest tick on.
  [[nodiscard]] std::size_t online_count(Tick now);

  /// Calls visit(user) for those on line at `now`, in order of their numbers. O(users).
  template <class Visit>
  void for_each_online(Tick now, Visit&& visit) const {
    for (std::uint32_t user = 0; user < last_heard_.size(); ++user) {
      if (is_online(user, now)) {
        visit(user);
      }
    }
  }

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  void advance(Tick now);
  void uncount(std::uint32_t user);

  [[nodiscard]] std::size_t bucket_of(Tick tick) const { return tick % online_by_tick_.size(); }

  Options options_;
  std::vector<Tick> last_heard_;               // by user: tick + 1; 0: off line
  std::vector<std::uint32_t> online_by_tick_;  // users by the tick they were last heard of
  std::size_t online_count_ = 0;
  Tick latest_ = 0;
};

}  // namespace napkin::algorithms
