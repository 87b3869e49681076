#include "models/algorithms/membership/rumor_queue.h"

#include <algorithm>
#include <tuple>

namespace napkin::algorithms {

std::vector<MemberUpdate> RumorQueue::take(std::size_t count_max, std::size_t times_max) {
  std::vector<Rumor*> order;
  order.reserve(rumors_.size());
  for (auto& [node, rumor] : rumors_) {
    order.push_back(&rumor);
  }
  std::sort(order.begin(), order.end(), [](const Rumor* left, const Rumor* right) {
    return std::tie(left->times_taken, left->update.node) <
           std::tie(right->times_taken, right->update.node);
  });
  order.resize(std::min(order.size(), count_max));
  std::vector<MemberUpdate> updates;
  for (Rumor* rumor : order) {
    ++rumor->times_taken;
    updates.push_back(rumor->update);
  }
  std::erase_if(rumors_, [=](const auto& entry) { return entry.second.times_taken >= times_max; });
  return updates;
}

}  // namespace napkin::algorithms
