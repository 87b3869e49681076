#include "models/algorithms/membership/member_list.h"

#include <tuple>

namespace napkin::algorithms {

bool overrides(const MemberUpdate& update, const MemberUpdate& known) {
  return std::tie(update.incarnation, update.state) > std::tie(known.incarnation, known.state);
}

bool MemberList::apply(const MemberUpdate& update) {
  const auto known = find(update.node);
  if (known.has_value() && !overrides(update, *known)) {
    return false;
  }
  erase(update.node);
  members_[update.node] = {update.state, update.incarnation};
  dead_count_ += update.state == MemberState::kDead ? 1U : 0U;
  return true;
}

void MemberList::erase(NodeId node) {
  const auto entry = members_.find(node);
  if (entry != members_.end()) {
    dead_count_ -= entry->second.state == MemberState::kDead ? 1U : 0U;
    members_.erase(entry);
  }
}

std::optional<MemberUpdate> MemberList::find(NodeId node) const {
  const auto entry = members_.find(node);
  if (entry == members_.end()) {
    return std::nullopt;
  }
  return MemberUpdate{node, entry->second.state, entry->second.incarnation};
}

bool MemberList::is_member(NodeId node) const {
  const auto entry = members_.find(node);
  return entry != members_.end() && entry->second.state != MemberState::kDead;
}

std::vector<NodeId> MemberList::nodes_in(MemberState state) const {
  std::vector<NodeId> nodes;
  for (const auto& [node, belief] : members_) {
    if (belief.state == state) {
      nodes.push_back(node);
    }
  }
  return nodes;
}

std::vector<MemberUpdate> MemberList::all() const {
  std::vector<MemberUpdate> updates;
  updates.reserve(members_.size());
  for (const auto& [node, belief] : members_) {
    updates.push_back({node, belief.state, belief.incarnation});
  }
  return updates;
}

}  // namespace napkin::algorithms
