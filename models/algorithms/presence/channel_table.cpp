#include "models/algorithms/presence/channel_table.h"

#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

std::uint32_t ChannelTable::slot_for(Side& side, std::uint64_t id) {
  const std::uint32_t slot = side.ids.insert(id);
  if (slot == side.peers.size()) {
    detail::grow_by_quarter(side.peers);
    side.peers.emplace_back();
  }
  return slot;
}

std::size_t ChannelTable::degree(const Side& side, std::uint64_t id) {
  const std::uint32_t slot = side.ids.find(id);
  return slot == IdSlots::kNone ? 0 : side.peers[slot].size;
}

std::size_t ChannelTable::find_link(const Side& side,
                                    std::uint32_t slot,
                                    std::uint32_t peer) const {
  const auto links = lists_.values(side.peers[slot]);
  for (std::size_t position = 0; position < links.size(); ++position) {
    if (unpack(links[position]).peer == peer) {
      return position;
    }
  }
  return kNotFound;
}

std::size_t ChannelTable::position_in_channel(std::uint32_t channel, std::uint32_t member) const {
  if (channels_.peers[channel].size <= members_.peers[member].size) {
    return find_link(channels_, channel, member);
  }
  const std::size_t position = find_link(members_, member, channel);
  if (position == kNotFound) {
    return kNotFound;
  }
  return unpack(lists_.values(members_.peers[member])[position]).position;
}

bool ChannelTable::contains(std::uint64_t channel, std::uint64_t member) const {
  const std::uint32_t channel_slot = channels_.ids.find(channel);
  const std::uint32_t member_slot = members_.ids.find(member);
  return channel_slot != IdSlots::kNone && member_slot != IdSlots::kNone &&
         position_in_channel(channel_slot, member_slot) != kNotFound;
}

bool ChannelTable::subscribe(std::uint64_t channel, std::uint64_t member) {
  const std::uint32_t channel_slot = slot_for(channels_, channel);
  const std::uint32_t member_slot = slot_for(members_, member);
  if (position_in_channel(channel_slot, member_slot) != kNotFound) {
    return false;
  }
  ListPool::List& members = channels_.peers[channel_slot];
  ListPool::List& channels = members_.peers[member_slot];
  const std::uint32_t position_in_members = members.size;
  lists_.push_back(members, pack({member_slot, channels.size}));
  lists_.push_back(channels, pack({channel_slot, position_in_members}));
  ++subscription_count_;
  return true;
}

bool ChannelTable::unsubscribe(std::uint64_t channel, std::uint64_t member) {
  const std::uint32_t channel_slot = channels_.ids.find(channel);
  const std::uint32_t member_slot = members_.ids.find(member);
  if (channel_slot == IdSlots::kNone || member_slot == IdSlots::kNone) {
    return false;
  }
  const std::size_t position = position_in_channel(channel_slot, member_slot);
  if (position == kNotFound) {
    return false;
  }
  unlink(channels_, members_, channel_slot, position);
  return true;
}

void ChannelTable::unlink(Side& side, Side& other, std::uint32_t slot, std::size_t position) {
  const Link link = unpack(lists_.values(side.peers[slot])[position]);
  remove_link(other, side, link.peer, link.position);
  remove_link(side, other, slot, position);
  --subscription_count_;
}

/// Removes one end. The last link takes its place, and the far end of that one is told where to.
void ChannelTable::remove_link(Side& side, Side& other, std::uint32_t slot, std::size_t position) {
  ListPool::List& list = side.peers[slot];
  const auto links = lists_.values(list);
  if (position + 1 < links.size()) {
    const Link moved = unpack(links.back());
    links[position] = links.back();
    std::uint64_t& far_end = lists_.values(other.peers[moved.peer])[moved.position];
    far_end = pack({slot, static_cast<std::uint32_t>(position)});
  }
  lists_.pop_back(list);
  if (list.size == 0) {
    side.ids.erase(side.ids.id_of(slot));
  }
}

std::size_t ChannelTable::remove_all(Side& side, Side& other, std::uint64_t id) {
  const std::uint32_t slot = side.ids.find(id);
  if (slot == IdSlots::kNone) {
    return 0;
  }
  const std::size_t count = side.peers[slot].size;
  for (std::size_t left = count; left > 0; --left) {
    unlink(side, other, slot, left - 1);
  }
  return count;
}

std::size_t ChannelTable::memory_bytes() const {
  return channels_.ids.memory_bytes() + members_.ids.memory_bytes() + lists_.memory_bytes() +
         (channels_.peers.capacity() + members_.peers.capacity()) * sizeof(ListPool::List);
}

}  // namespace napkin::algorithms
