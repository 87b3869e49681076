#include "models/algorithms/placement/slot_ring.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/placement/table_segments.h"

namespace napkin::algorithms {

SlotRing::SlotRing(std::uint32_t slots) : table_(slots) {
  require(slots > 0, "SlotRing: at least one slot");
}

void SlotRing::validate(std::span<const Node> added) const {
  require(have_weight_one(added), "SlotRing: every node has weight 1");
  require(size() + added.size() <= table_.size(), "SlotRing: more nodes than slots");
}

void SlotRing::on_add(std::span<const Node> added) {
  for (const Node& node : added) {
    join(node.id);
  }
  write_table();
}

void SlotRing::join(NodeId id) {
  const auto slots = static_cast<std::uint32_t>(table_.size());
  if (arcs_.empty()) {
    arcs_.push_back({id, slots});
    return;
  }
  if (arcs_.size() == 1) {
    arcs_.front().length -= slots / 2;
    arcs_.push_back({id, slots / 2});
    return;
  }
  const auto together = [&](std::size_t left) {
    return arcs_[left].length + arcs_[(left + 1) % arcs_.size()].length;
  };
  std::size_t left = 0;
  for (std::size_t i = 1; i < arcs_.size(); ++i) {
    left = together(i) > together(left) ? i : left;
  }
  const std::size_t right = (left + 1) % arcs_.size();
  const std::uint32_t third = together(left) / 3;
  // A neighbour that has less than a third already gives nothing.
  const std::uint32_t from_left = arcs_[left].length - std::min(arcs_[left].length, third);
  const std::uint32_t from_right = arcs_[right].length - std::min(arcs_[right].length, third);
  const std::uint32_t surplus = together(left) - 3 * third;  // 0 to 2 slots beyond three thirds
  const std::uint32_t kept = std::min(surplus, from_left > 0 ? from_left - 1 : 0);
  arcs_[left].length -= from_left - kept;
  arcs_[right].length -= from_right;
  if (right == 0) {
    first_slot_ = (first_slot_ + from_right) % slots;
  }
  const auto place = arcs_.begin() + static_cast<std::ptrdiff_t>(left) + 1;
  arcs_.insert(place, {id, from_left - kept + from_right});
}

void SlotRing::on_remove(const Node& removed) {
  const auto gone = std::ranges::find(arcs_, removed.id, &Arc::owner);
  const auto index = static_cast<std::size_t>(gone - arcs_.begin());
  const std::uint32_t length = gone->length;
  const bool was_first = index == 0;
  arcs_.erase(gone);
  if (arcs_.empty()) {
    return;
  }
  Arc& left = arcs_[(index + arcs_.size() - 1) % arcs_.size()];
  Arc& right = arcs_[index % arcs_.size()];
  // What makes the two neighbours as equal as they can be.
  const std::uint32_t even = (left.length + right.length + length) / 2;
  const std::uint32_t to_left =
      &left == &right ? 0 : std::min(length, even - std::min(even, left.length));
  left.length += to_left;
  right.length += length - to_left;
  const auto slots = static_cast<std::uint32_t>(table_.size());
  if (was_first) {
    first_slot_ = (first_slot_ + to_left) % slots;
  } else if (index == arcs_.size()) {  // the last arc went: the first one now begins earlier
    first_slot_ = (first_slot_ + slots - (length - to_left)) % slots;
  }
  write_table();
}

void SlotRing::write_table() {
  std::size_t slot = first_slot_;
  for (const Arc& arc : arcs_) {
    for (std::uint32_t i = 0; i < arc.length; ++i) {
      table_[slot] = arc.owner;
      slot = (slot + 1) % table_.size();
    }
  }
}

/// Further preferences are the nodes of the arcs that follow, clockwise.
std::optional<NodeId> SlotRing::next_preferred(Cursor& cursor) const {
  if (cursor.step == arcs_.size()) {
    return std::nullopt;
  }
  if (cursor.step == 0) {
    const auto arc = std::ranges::find(arcs_, owner(cursor.hash), &Arc::owner);
    cursor.state = static_cast<std::uint64_t>(arc - arcs_.begin());
  }
  return arcs_[(cursor.state + cursor.step++) % arcs_.size()].owner;
}

std::optional<Segments> SlotRing::segments() const {
  return size() == 0 ? Segments{.space = table_.size(), .list = {}} : segments_of_table(table_);
}

std::unique_ptr<Placement> SlotRing::clone() const {
  return std::make_unique<SlotRing>(*this);
}

}  // namespace napkin::algorithms
