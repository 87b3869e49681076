#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "models/algorithms/base/node_id.h"

namespace napkin::algorithms {

/// What is believed of a member. The order matters: of two claims about the same incarnation the
/// worse one wins.
enum class MemberState : std::uint8_t { kAlive, kSuspect, kDead };

/// A claim about a member. Only the member itself raises its incarnation number, to refute a claim
/// that it is suspect or dead.
struct MemberUpdate {
  NodeId node{0};
  MemberState state = MemberState::kAlive;
  std::uint32_t incarnation = 0;

  friend bool operator==(const MemberUpdate&, const MemberUpdate&) = default;
};

/// Whether `update` says something newer, or worse, than what is known: a higher incarnation wins,
/// then the worse state. So lists that have heard the same claims agree, whatever the order.
/// Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.2. That lets "dead" win for ever; here
/// a higher incarnation revives, as members restart in practice (HashiCorp memberlist does the
/// same).
[[nodiscard]] bool overrides(const MemberUpdate& update, const MemberUpdate& known);

/// What one node believes of all others. O(log members) per operation, O(members) for a list.
///
///     MemberList members;
///     members.apply({.node = NodeId{7}, .state = MemberState::kSuspect, .incarnation = 3});
///     if (members.is_member(NodeId{7})) ping(NodeId{7});
class MemberList final {
 public:
  /// Takes a claim in. Returns whether it changed anything.
  bool apply(const MemberUpdate& update);

  /// Forgets a member, as if it had never been heard of.
  void erase(NodeId node);

  [[nodiscard]] std::optional<MemberUpdate> find(NodeId node) const;
  /// Known and not dead: a suspect is still asked, and still counts as a member.
  [[nodiscard]] bool is_member(NodeId node) const;
  /// Rising by node.
  [[nodiscard]] std::vector<NodeId> nodes_in(MemberState state) const;
  [[nodiscard]] std::vector<MemberUpdate> all() const;

  /// Members that are not dead.
  [[nodiscard]] std::size_t members_count() const { return members_.size() - dead_count_; }

 private:
  struct Belief {
    MemberState state;
    std::uint32_t incarnation;
  };

  std::map<NodeId, Belief> members_;
  std::size_t dead_count_ = 0;
};

}  // namespace napkin::algorithms
