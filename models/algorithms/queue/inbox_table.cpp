#include "models/algorithms/queue/inbox_table.h"

#include <algorithm>
#include <stdexcept>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/growth.h"

namespace napkin::algorithms {

InboxTable::InboxTable(Options options) : options_(options) {
  if (options.messages_max == 0 || options.messages_max >= 1U << 27) {
    throw std::invalid_argument("InboxTable: messages_max must be from 1 to 2^27 - 1");
  }
}

const InboxTable::Inbox* InboxTable::find(std::uint64_t user) const {
  const std::uint32_t slot = users_.find(user);
  return slot == IdSlots::kNone ? nullptr : &inboxes_[slot];
}

InboxTable::Inbox& InboxTable::inbox_of(std::uint64_t user) {
  const std::uint32_t slot = users_.insert(user);
  if (slot == inboxes_.size()) {
    detail::grow_by_quarter(inboxes_);
    inboxes_.emplace_back();
  }
  return inboxes_[slot];
}

/// Index of the first message larger than `message`.
std::size_t InboxTable::index_after(const Inbox& inbox, std::uint64_t message) const {
  const auto messages = lists_.values(inbox.messages);
  return static_cast<std::size_t>(std::upper_bound(messages.begin(), messages.end(), message) -
                                  messages.begin());
}

bool InboxTable::is_passed(const Inbox& inbox, std::uint64_t message) const {
  const auto devices = lists_.values(inbox.devices);
  for (std::size_t i = 0; i < devices.size(); i += 2) {
    if (devices[i + 1] >= message) {
      return true;
    }
  }
  return false;
}

InboxTable::Append InboxTable::append(std::uint64_t user, std::uint64_t message) {
  NAPKIN_CONTRACT(message > 0);
  Inbox& inbox = inbox_of(user);
  if (message <= inbox.dropped_max) {
    return Append::kTooOld;
  }
  const std::size_t index = index_after(inbox, message);
  const std::size_t size = inbox.messages.size;
  if (index > 0 && lists_.values(inbox.messages)[index - 1] == message) {
    return Append::kDuplicate;
  }
  if (size == options_.messages_max && index == 0) {
    inbox.dropped_max = message;  // the oldest of all, and there is no room for it
    return Append::kTooOld;
  }
  lists_.insert(inbox.messages, index, message);
  if (size == options_.messages_max) {
    drop_oldest(inbox, 1);
  }
  if (is_passed(inbox, message)) {
    return Append::kMissed;
  }
  return index == size ? Append::kInOrder : Append::kOutOfOrder;
}

void InboxTable::drop_oldest(Inbox& inbox, std::size_t count) {
  if (count > 0) {
    inbox.dropped_max = lists_.values(inbox.messages)[count - 1];
    lists_.erase_front(inbox.messages, count);
  }
}

std::optional<std::size_t> InboxTable::find_device(const Inbox& inbox, std::uint64_t device) const {
  const auto devices = lists_.values(inbox.devices);
  for (std::size_t i = 0; i < devices.size(); i += 2) {
    if (devices[i] == device) {
      return i;
    }
  }
  return std::nullopt;
}

std::uint64_t InboxTable::cursor(std::uint64_t user, std::uint64_t device) const {
  const Inbox* inbox = find(user);
  const auto index = inbox == nullptr ? std::nullopt : find_device(*inbox, device);
  return index ? lists_.values(inbox->devices)[*index + 1] : 0;
}

InboxTable::Batch InboxTable::fetch(std::uint64_t user,
                                    std::uint64_t device,
                                    std::size_t limit) const {
  Batch batch;
  const Inbox* inbox = find(user);
  if (inbox == nullptr) {
    return batch;
  }
  const std::uint64_t from = cursor(user, device);
  const auto beyond = lists_.values(inbox->messages).subspan(index_after(*inbox, from));
  const auto taken = beyond.first(std::min(limit, beyond.size()));
  batch.messages.assign(taken.begin(), taken.end());
  batch.has_gap = from < inbox->dropped_max;
  return batch;
}

void InboxTable::advance(std::uint64_t user, std::uint64_t device, std::uint64_t message) {
  Inbox& inbox = inbox_of(user);
  const auto index = find_device(inbox, device);
  if (!index) {
    lists_.push_back(inbox.devices, device);
    lists_.push_back(inbox.devices, message);
    return;
  }
  std::uint64_t& cursor = lists_.values(inbox.devices)[*index + 1];
  cursor = std::max(cursor, message);
}

void InboxTable::remove_device(std::uint64_t user, std::uint64_t device) {
  const std::uint32_t slot = users_.find(user);
  const auto index = slot == IdSlots::kNone ? std::nullopt : find_device(inboxes_[slot], device);
  if (!index) {
    return;
  }
  ListPool::List& list = inboxes_[slot].devices;
  const auto devices = lists_.values(list);
  devices[*index] = devices[devices.size() - 2];
  devices[*index + 1] = devices[devices.size() - 1];
  lists_.pop_back(list);
  lists_.pop_back(list);
}

std::size_t InboxTable::trim(std::uint64_t user) {
  const std::uint32_t slot = users_.find(user);
  if (slot == IdSlots::kNone || inboxes_[slot].devices.size == 0) {
    return 0;
  }
  Inbox& inbox = inboxes_[slot];
  const auto devices = lists_.values(inbox.devices);
  std::uint64_t held_by_all = devices[1];
  for (std::size_t i = 3; i < devices.size(); i += 2) {
    held_by_all = std::min(held_by_all, devices[i]);
  }
  const std::size_t count = index_after(inbox, held_by_all);
  drop_oldest(inbox, count);
  return count;
}

std::size_t InboxTable::unread_count(std::uint64_t user, std::uint64_t device) const {
  const Inbox* inbox = find(user);
  return inbox == nullptr ? 0 : inbox->messages.size - index_after(*inbox, cursor(user, device));
}

std::size_t InboxTable::message_count(std::uint64_t user) const {
  const Inbox* inbox = find(user);
  return inbox == nullptr ? 0 : inbox->messages.size;
}

std::size_t InboxTable::memory_bytes() const {
  return users_.memory_bytes() + inboxes_.capacity() * sizeof(Inbox) + lists_.memory_bytes();
}

}  // namespace napkin::algorithms
