#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/list_pool.h"

namespace napkin::algorithms {

/// A synchronisation queue ("inbox") of message ids per user, and per device of the user a cursor:
/// the largest message id that the device has. A device that comes back asks for what lies beyond
/// its cursor, so each of a user's devices gets each message once, whenever it was off line.
///
///     InboxTable inboxes({.messages_max = 1'000});
///     inboxes.append(bob, message_id);
///     const auto batch = inboxes.fetch(bob, phone, /*limit=*/50);
///     inboxes.advance(bob, phone, batch.messages.back());        // once the phone has them
///
/// Message ids grow with time (Snowflake, or a sequence per inbox). Where several writers give ids,
/// one may arrive after a larger one was fetched, and no cursor would ever reach it: `append` says
/// so. Cost: append O(1) in order, O(arrivals it is behind) otherwise; fetch O(log n + batch).
/// About 12 bytes per message and 16 per device, 25 per user. Source: the chat chapter of Alex Xu,
/// "System Design Interview" (cur_max_message_id); the same cursor is a Kafka consumer's offset.
class InboxTable final {
 public:
  struct Options {
    /// Length of an inbox, at least 1. Beyond it the oldest are dropped, read or not.
    std::uint32_t messages_max = 1'000;
  };

  enum class Append : std::uint8_t {
    kInOrder,
    kOutOfOrder,  // filed behind a larger id that no device has fetched yet
    kMissed,      // filed, but a device's cursor is already past it: tell that device directly
    kDuplicate,   // was there; nothing changed
    kTooOld,      // smaller than what was dropped already; not filed
  };

  struct Batch {
    std::vector<std::uint64_t> messages;  // ascending
    /// True if messages beyond the cursor were dropped: the device must read the full history.
    bool has_gap = false;
  };

  /// Throws std::invalid_argument if messages_max is 0 or above 2^27 - 1.
  explicit InboxTable(Options options);

  /// Files `message` into the inbox of `user`. Message ids start at 1.
  Append append(std::uint64_t user, std::uint64_t message);

  /// Up to `limit` messages beyond the cursor of `device`, oldest first. An unknown device's is 0.
  [[nodiscard]] Batch fetch(std::uint64_t user, std::uint64_t device, std::size_t limit) const;

  /// Moves the cursor of `device` to `message`; it never moves back. Registers an unknown device.
  void advance(std::uint64_t user, std::uint64_t device, std::uint64_t message);

  /// The largest message id that `device` has, 0 if it is unknown.
  [[nodiscard]] std::uint64_t cursor(std::uint64_t user, std::uint64_t device) const;

  /// Forgets a device, which no longer holds back trim().
  void remove_device(std::uint64_t user, std::uint64_t device);

  /// Drops what every known device of `user` has. Returns how many messages.
  std::size_t trim(std::uint64_t user);

  /// Number of messages beyond the cursor of `device`.
  [[nodiscard]] std::size_t unread_count(std::uint64_t user, std::uint64_t device) const;

  /// Number of messages in the inbox of `user`.
  [[nodiscard]] std::size_t message_count(std::uint64_t user) const;

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Inbox {
    ListPool::List messages;        // ascending
    ListPool::List devices;         // pairs: device, cursor
    std::uint64_t dropped_max = 0;  // the largest id dropped
  };

  [[nodiscard]] const Inbox* find(std::uint64_t user) const;
  [[nodiscard]] Inbox& inbox_of(std::uint64_t user);
  [[nodiscard]] std::optional<std::size_t> find_device(const Inbox& inbox,
                                                       std::uint64_t device) const;
  [[nodiscard]] std::size_t index_after(const Inbox& inbox, std::uint64_t message) const;
  [[nodiscard]] bool is_passed(const Inbox& inbox, std::uint64_t message) const;
  void drop_oldest(Inbox& inbox, std::size_t count);

  Options options_;
  IdSlots users_;
  std::vector<Inbox> inboxes_;  // by slot
  ListPool lists_;
};

}  // namespace napkin::algorithms
