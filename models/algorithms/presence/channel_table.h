#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/base/list_pool.h"

namespace napkin::algorithms {

/// Who of a channel (a group chat, a topic) is on line, and which channels a member is in: the
/// memory of a channel service. One message to a channel then costs as many deliveries as members
/// on line, and a disconnect takes the member out of all of its channels. Ids are any 64-bit
/// numbers.
///
///     ChannelTable channels;
///     channels.subscribe(/*channel=*/5, /*member=*/1001);
///     channels.for_each_member(5, [&](std::uint64_t member) { push(member); });
///     channels.remove_member(1001);                              // went off line
///
/// Both directions are flat lists whose entries point at each other, so a subscription is removed
/// in O(1) once found, and found in the shorter of the two lists: subscribe and unsubscribe take
/// O(min(members of the channel, channels of the member)); remove_member takes O(its channels).
/// A subscription takes 16 bytes plus the lists' slack (about 35 in all), a channel or member that
/// has any about 25 more; one without subscriptions takes nothing. Source: common practice,
/// adjacency lists whose two entries of an edge know each other.
class ChannelTable final {
 public:
  /// Returns false if `member` was in `channel` already.
  bool subscribe(std::uint64_t channel, std::uint64_t member);

  /// Returns false if `member` was not in `channel`.
  bool unsubscribe(std::uint64_t channel, std::uint64_t member);

  /// Takes `member` out of all its channels. Returns of how many.
  std::size_t remove_member(std::uint64_t member) {
    return remove_all(members_, channels_, member);
  }

  /// Takes all members out of `channel`. Returns how many.
  std::size_t remove_channel(std::uint64_t channel) {
    return remove_all(channels_, members_, channel);
  }

  [[nodiscard]] bool contains(std::uint64_t channel, std::uint64_t member) const;

  [[nodiscard]] std::size_t member_count(std::uint64_t channel) const {
    return degree(channels_, channel);
  }

  [[nodiscard]] std::size_t channel_count(std::uint64_t member) const {
    return degree(members_, member);
  }

  /// Calls visit(member) for each member of `channel`. The order depends only on the calls made so
  /// far. `visit` must not change the table.
  template <class Visit>
  void for_each_member(std::uint64_t channel, Visit&& visit) const {
    for_each_peer(channels_, members_, channel, visit);
  }

  /// Calls visit(channel) for each channel of `member`, likewise.
  template <class Visit>
  void for_each_channel(std::uint64_t member, Visit&& visit) const {
    for_each_peer(members_, channels_, member, visit);
  }

  [[nodiscard]] std::size_t subscription_count() const { return subscription_count_; }

  /// Bytes of heap memory held.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  /// Channels with their members, or members with their channels.
  struct Side {
    IdSlots ids;
    std::vector<ListPool::List> peers;  // by slot; values are packed Links
  };

  /// One end of a subscription: the slot of the peer, and where in the peer's list the other end
  /// is.
  struct Link {
    std::uint32_t peer;
    std::uint32_t position;
  };

  static constexpr std::size_t kNotFound = static_cast<std::size_t>(-1);

  static std::uint64_t pack(Link link) { return std::uint64_t{link.peer} << 32 | link.position; }

  static Link unpack(std::uint64_t value) {
    return {static_cast<std::uint32_t>(value >> 32), static_cast<std::uint32_t>(value)};
  }

  template <class Visit>
  void for_each_peer(const Side& side, const Side& other, std::uint64_t id, Visit& visit) const {
    const std::uint32_t slot = side.ids.find(id);
    if (slot == IdSlots::kNone) {
      return;
    }
    for (const std::uint64_t value : lists_.values(side.peers[slot])) {
      visit(other.ids.id_of(unpack(value).peer));
    }
  }

  static std::uint32_t slot_for(Side& side, std::uint64_t id);
  static std::size_t degree(const Side& side, std::uint64_t id);
  [[nodiscard]] std::size_t find_link(const Side& side,
                                      std::uint32_t slot,
                                      std::uint32_t peer) const;
  [[nodiscard]] std::size_t position_in_channel(std::uint32_t channel, std::uint32_t member) const;
  void unlink(Side& side, Side& other, std::uint32_t slot, std::size_t position);
  void remove_link(Side& side, Side& other, std::uint32_t slot, std::size_t position);
  std::size_t remove_all(Side& side, Side& other, std::uint64_t id);

  Side channels_;
  Side members_;
  ListPool lists_;
  std::size_t subscription_count_ = 0;
};

}  // namespace napkin::algorithms
