#include "models/algorithms/placement/hash_ring.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>
#include <tuple>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

constexpr std::uint64_t kPointsMax = std::uint64_t{1} << 31;

}  // namespace

HashRing::HashRing(Options options) : options_(options) {
  require(options.virtual_nodes > 0, "HashRing: virtual_nodes must be at least 1");
}

std::uint64_t HashRing::position(std::uint64_t seed, NodeId id, std::uint64_t replica) {
  return mix64(mix64(seed, number_of(id)), replica);
}

void HashRing::validate(std::span<const Node> added) const {
  std::uint64_t points = positions_.size();
  for (const Node& node : added) {
    points += std::uint64_t{options_.virtual_nodes} * node.weight;
    require(points <= kPointsMax,
            "HashRing: virtual_nodes times the sum of the weights must not exceed 2^31");
  }
}

void HashRing::on_add(std::span<const Node> added) {
  std::vector<Point> fresh;
  for (const Node& node : added) {
    const std::uint64_t count = std::uint64_t{options_.virtual_nodes} * node.weight;
    for (std::uint64_t replica = 0; replica < count; ++replica) {
      fresh.push_back({position(options_.seed, node.id, replica), node.id});
    }
  }
  std::vector<Point> present;
  present.reserve(positions_.size());
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    present.push_back({positions_[i], owners_[i]});
  }
  // Two nodes at one position: the smaller id comes first, whoever joined first.
  const auto key = [](const Point& point) { return std::tuple(point.position, point.owner); };
  std::ranges::sort(fresh, {}, key);
  std::vector<Point> merged;
  merged.reserve(present.size() + fresh.size());
  std::ranges::merge(present, fresh, std::back_inserter(merged), {}, key, key);
  rebuild(merged);
}

void HashRing::on_remove(const Node& removed) {
  std::vector<Point> kept;
  kept.reserve(positions_.size());
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (owners_[i] != removed.id) {
      kept.push_back({positions_[i], owners_[i]});
    }
  }
  rebuild(kept);
}

void HashRing::rebuild(const std::vector<Point>& points) {
  positions_.resize(points.size());
  owners_.resize(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    positions_[i] = points[i].position;
    owners_[i] = points[i].owner;
  }
  index_buckets();
}

/// About one point per bucket, so that a look-up scans one or two.
void HashRing::index_buckets() {
  const std::size_t buckets = std::max<std::size_t>(2, std::bit_ceil(positions_.size()));
  bucket_shift_ = 64 - std::countr_zero(buckets);
  first_in_bucket_.resize(buckets);
  std::size_t point = 0;
  for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
    while (point < positions_.size() && positions_[point] >> bucket_shift_ < bucket) {
      ++point;
    }
    first_in_bucket_[bucket] = static_cast<std::uint32_t>(point);
  }
}

std::optional<NodeId> HashRing::next_preferred(Cursor& cursor) const {
  if (cursor.step == positions_.size()) {
    return std::nullopt;
  }
  cursor.state = cursor.step == 0 ? find_point(cursor.hash) : cursor.state + 1;
  if (cursor.state == positions_.size()) {
    cursor.state = 0;
  }
  ++cursor.step;
  return owners_[cursor.state];
}

std::optional<Segments> HashRing::segments() const {
  Segments segments;
  if (positions_.empty()) {
    return segments;
  }
  segments.list.reserve(positions_.size() + 1);
  segments.list.push_back({0, owners_.front()});
  // A point owns what lies behind the point before it, up to itself.
  for (std::size_t i = 1; i <= positions_.size(); ++i) {
    const std::uint64_t before = positions_[i - 1];
    const bool shares_position = i < positions_.size() && positions_[i] == before;
    if (!shares_position && before != std::numeric_limits<std::uint64_t>::max()) {
      segments.list.push_back({before + 1, owners_[i % positions_.size()]});
    }
  }
  return segments;
}

std::unique_ptr<Placement> HashRing::clone() const {
  return std::make_unique<HashRing>(*this);
}

std::size_t HashRing::memory_bytes() const {
  return positions_.capacity() * sizeof(std::uint64_t) + owners_.capacity() * sizeof(NodeId) +
         first_in_bucket_.capacity() * sizeof(std::uint32_t);
}

}  // namespace napkin::algorithms
