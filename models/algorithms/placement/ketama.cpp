#include "models/algorithms/placement/ketama.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "models/algorithms/hash/digest.h"

namespace napkin::algorithms {
namespace {

constexpr std::size_t kPointsUnweighted = 100;
constexpr std::size_t kPointsWeighted = 160;
constexpr std::size_t kPointsPerDigest = 4;

/// In single precision and in this order, as libmemcached computes it: the rounding decides whether
/// a server has four points more or less.
std::size_t digests_of(std::uint32_t weight, std::uint64_t total_weight, std::size_t servers) {
  const float share = static_cast<float>(weight) / static_cast<float>(total_weight);
  const float points = share * static_cast<float>(kPointsWeighted);
  const float digests =
      points / static_cast<float>(kPointsPerDigest) * static_cast<float>(servers) + 1e-10F;
  return static_cast<std::size_t>(std::floor(digests));
}

}  // namespace

KetamaRing::KetamaRing(Options options) : options_(std::move(options)) {
  if (!options_.name) {
    options_.name = [](NodeId id) { return "node" + std::to_string(number_of(id)); };
  }
}

NodeId KetamaRing::owner(std::uint64_t hash) const {
  return points_[find_point(hash)].owner;
}

std::uint32_t KetamaRing::point_after(std::uint32_t position) const {
  return points_[find_point(position)].position;
}

std::size_t KetamaRing::find_point(std::uint64_t hash) const {
  const auto position = static_cast<std::uint32_t>(hash);
  const auto point = std::ranges::lower_bound(points_, position, {}, &Point::position);
  return point == points_.end() ? 0 : static_cast<std::size_t>(point - points_.begin());
}

/// From nothing: a join changes the number of points of every other server, if weights differ.
void KetamaRing::rebuild() {
  points_.clear();
  std::uint64_t total_weight = 0;
  for (const Node& node : nodes()) {
    total_weight += node.weight;
  }
  for (const Node& node : nodes()) {
    add_points(node, total_weight);
  }
  std::ranges::sort(
      points_, {}, [](const Point& point) { return std::tuple(point.position, point.owner); });
}

void KetamaRing::add_points(const Node& node, std::uint64_t total_weight) {
  const std::string prefix = options_.name(node.id) + "-";
  const std::size_t digests =
      options_.weighted ? digests_of(node.weight, total_weight, size()) : kPointsUnweighted;
  const std::size_t points_each = options_.weighted ? kPointsPerDigest : 1;
  for (std::size_t index = 0; index < digests; ++index) {
    const Md5Digest digest = md5(prefix + std::to_string(index));
    for (std::size_t i = 0; i < points_each; ++i) {
      points_.push_back({digest_word(digest, 4 * i), node.id});
    }
  }
}

std::optional<NodeId> KetamaRing::next_preferred(Cursor& cursor) const {
  if (cursor.step == points_.size()) {
    return std::nullopt;
  }
  cursor.state = cursor.step == 0 ? find_point(cursor.hash) : cursor.state + 1;
  if (cursor.state == points_.size()) {
    cursor.state = 0;
  }
  ++cursor.step;
  return points_[cursor.state].owner;
}

std::optional<Segments> KetamaRing::segments() const {
  constexpr std::uint64_t kSpace = std::uint64_t{1} << 32;
  Segments segments{.space = kSpace, .list = {}};
  std::uint64_t first = 0;
  for (const Point& point : points_) {
    if (point.position >= first) {  // not a second node at the same position
      segments.list.push_back({first, point.owner});
      first = std::uint64_t{point.position} + 1;
    }
  }
  if (!points_.empty() && first < kSpace) {
    segments.list.push_back({first, points_.front().owner});
  }
  return segments;
}

std::unique_ptr<Placement> KetamaRing::clone() const {
  return std::make_unique<KetamaRing>(*this);
}

std::uint32_t ketama_hash(std::string_view key) {
  return digest_word(md5(key), 0);
}

std::string libmemcached_name(std::string_view host, std::uint16_t port) {
  constexpr std::uint16_t kMemcachedPort = 11211;
  return port == kMemcachedPort ? std::string(host)
                                : std::string(host) + ":" + std::to_string(port);
}

std::string spymemcached_name(std::string_view host, std::uint16_t port) {
  return "/" + std::string(host) + ":" + std::to_string(port);
}

}  // namespace napkin::algorithms
