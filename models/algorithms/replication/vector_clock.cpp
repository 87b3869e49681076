#include "models/algorithms/replication/vector_clock.h"

namespace napkin::algorithms {

void VectorClock::increment(NodeId node, Time now) {
  versions_.increment(node);
  note(node, now);
}

void VectorClock::merge(const VectorClock& other) {
  versions_.merge(other.versions_);
  for (const Update& update : other.updates_) {
    note(update.node, update.time);
  }
}

std::size_t VectorClock::trim(std::size_t entries_max) {
  const std::size_t excess = size() - std::min(size(), entries_max);
  std::sort(updates_.begin(), updates_.end());
  const auto kept = updates_.begin() + static_cast<std::ptrdiff_t>(excess);
  std::for_each(
      updates_.begin(), kept, [this](const Update& oldest) { versions_.erase(oldest.node); });
  updates_.erase(updates_.begin(), kept);
  return excess;
}

void VectorClock::note(NodeId node, Time time) {
  const auto known = std::find_if(updates_.begin(), updates_.end(), [node](const Update& update) {
    return update.node == node;
  });
  if (known == updates_.end()) {
    updates_.push_back({time, node});
  } else {
    known->time = std::max(known->time, time);
  }
}

}  // namespace napkin::algorithms
