#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "models/algorithms/base/node_id.h"
#include "models/algorithms/membership/member_list.h"

namespace napkin::algorithms {

/// The claims that a node still has to pass on, on the back of the messages it sends anyway.
///
/// Those passed on least go first; one is dropped when it was passed on often enough to have
/// reached everybody: a multiple of log(members). A newer claim about a node replaces the older.
/// O(rumors log rumors) per message. Source: Das, Gupta, Motivala, "SWIM", DSN 2002, section 4.1.
///
///     RumorQueue rumors;
///     rumors.add({.node = NodeId{7}, .state = MemberState::kDead, .incarnation = 3});
///     message.updates = rumors.take(/*count_max=*/6, /*times_max=*/10);
class RumorQueue final {
 public:
  void add(const MemberUpdate& update) { rumors_[update.node] = {update, 0}; }

  /// Up to `count_max` claims for one message; each is dropped once it was taken `times_max` times.
  std::vector<MemberUpdate> take(std::size_t count_max, std::size_t times_max);

  [[nodiscard]] std::size_t size() const { return rumors_.size(); }

 private:
  struct Rumor {
    MemberUpdate update;
    std::size_t times_taken = 0;
  };

  std::map<NodeId, Rumor> rumors_;
};

}  // namespace napkin::algorithms
