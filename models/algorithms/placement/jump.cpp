#include "models/algorithms/placement/jump.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

std::uint32_t jump_hash(std::uint64_t hash, std::uint32_t buckets) {
  std::int64_t bucket = 0;
  std::int64_t next = 0;
  while (next < buckets) {
    bucket = next;
    hash = hash * 2862933555777941757ULL + 1;
    const double draw = static_cast<double>((hash >> 33) + 1);
    next = static_cast<std::int64_t>(static_cast<double>(bucket + 1) * (0x1p31 / draw));
  }
  return static_cast<std::uint32_t>(bucket);
}

/// Further preferences come from hashing again. After many tries the few nodes still missing are
/// left to the caller.
std::optional<NodeId> JumpPlacement::next_preferred(Cursor& cursor) const {
  constexpr std::uint64_t kTriesPerNode = 8;
  if (cursor.step == kTriesPerNode * size()) {
    return std::nullopt;
  }
  const std::uint64_t hash = cursor.step == 0 ? cursor.hash : mix64(cursor.hash, cursor.step);
  ++cursor.step;
  return owner(hash);
}

void JumpPlacement::validate(std::span<const Node> added) const {
  require(have_weight_one(added), "JumpPlacement: every node has weight 1");
}

void JumpPlacement::on_add(std::span<const Node> added) {
  for (const Node& node : added) {
    buckets_.push_back(node.id);
  }
}

void JumpPlacement::on_remove(const Node& removed) {
  const auto bucket = std::ranges::find(buckets_, removed.id);
  *bucket = buckets_.back();
  buckets_.pop_back();
}

std::unique_ptr<Placement> JumpPlacement::clone() const {
  return std::make_unique<JumpPlacement>(*this);
}

}  // namespace napkin::algorithms
