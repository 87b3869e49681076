// Placements against their definitions, computed the slow and obvious way.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "models/algorithms/hash/digest.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/jump.h"
#include "models/algorithms/placement/ketama.h"
#include "models/algorithms/placement/modulo.h"
#include "models/algorithms/placement/rendezvous.h"
#include "tests/models/algorithms/random_words.h"

namespace napkin::algorithms {
namespace {

using testing::RandomWords;

/// One of ten nodes joins or leaves.
void change_members(Placement& placement, RandomWords& random, std::uint32_t weight_max) {
  const NodeId id{static_cast<std::uint32_t>(random.below(10))};
  if (!placement.remove(id)) {
    placement.add({.id = id, .weight = 1 + static_cast<std::uint32_t>(random.below(weight_max))});
  }
}

TEST(Modulo, IsTheRemainderAmongTheNodesInOrder) {
  ModuloPlacement placement;
  RandomWords random(21);
  for (int i = 0; i < 100'000; ++i) {
    if (i % 50 == 0 || placement.size() == 0) {
      change_members(placement, random, 1);
    }
    const std::uint64_t hash = random.next();
    if (placement.size() > 0) {
      ASSERT_EQ(placement.owner(hash), placement.nodes()[hash % placement.size()].id);
    }
  }
}

// The keys of bucket b with n buckets are those that were there with n - 1, less those that jumped
// to the new one: so a key's bucket is the last of 0, 1 ... n - 1 that it jumped to.
TEST(Jump, EveryStepIsAJumpToTheNewBucketOrNone) {
  RandomWords random(22);
  for (int i = 0; i < 5'000; ++i) {
    const std::uint64_t hash = random.next();
    std::uint32_t before = 0;
    for (std::uint32_t buckets = 1; buckets <= 40; ++buckets) {
      const std::uint32_t bucket = jump_hash(hash, buckets);
      ASSERT_TRUE(bucket == before || bucket == buckets - 1);
      before = bucket;
    }
  }
}

// The highest -weight / ln(u), with the library's logarithm instead of ours.
TEST(Rendezvous, IsTheHighestOfAllScores) {
  constexpr std::uint64_t kSeed = 5;
  RendezvousPlacement placement(kSeed);
  RandomWords random(23);
  for (int i = 0; i < 100'000; ++i) {
    if (i % 100 == 0 || placement.size() == 0) {
      change_members(placement, random, 3);
    }
    const std::uint64_t hash = random.next();
    std::pair<double, NodeId> highest{0, NodeId{}};
    for (const Node& node : placement.nodes()) {
      const std::uint64_t word = mix64(hash ^ kSeed, number_of(node.id));
      const double uniform = (static_cast<double>(word >> 11) + 0.5) * 0x1p-53;
      highest = std::max(highest, {-static_cast<double>(node.weight) / std::log(uniform), node.id});
    }
    if (placement.size() > 0) {
      ASSERT_EQ(placement.owner(hash), highest.second);
    }
  }
}

/// The ring of servers of equal weight as an ordered map: 40 digests each, of which each gives four
/// points. (How weights are rounded is libmemcached's affair; its own tables are tested elsewhere.)
std::map<std::uint32_t, NodeId> continuum_of(const Placement& placement) {
  std::map<std::uint32_t, NodeId> continuum;
  for (const Node& node : placement.nodes()) {
    for (int index = 0; index < 40; ++index) {
      const std::string name = "node" + std::to_string(number_of(node.id));
      const Md5Digest digest = md5(name + "-" + std::to_string(index));
      for (std::size_t i = 0; i < 16; i += 4) {
        const std::uint32_t point = static_cast<std::uint32_t>(digest[i]) |
                                    static_cast<std::uint32_t>(digest[i + 1]) << 8 |
                                    static_cast<std::uint32_t>(digest[i + 2]) << 16 |
                                    static_cast<std::uint32_t>(digest[i + 3]) << 24;
        continuum.emplace(point, node.id);
      }
    }
  }
  return continuum;
}

TEST(Ketama, IsTheFirstPointAtOrAfterTheKey) {
  KetamaRing ring;
  RandomWords random(24);
  std::map<std::uint32_t, NodeId> continuum;
  for (int i = 0; i < 100'000; ++i) {
    if (i % 1'000 == 0 || ring.size() == 0) {
      change_members(ring, random, 1);
      continuum = continuum_of(ring);
    }
    const auto position = static_cast<std::uint32_t>(random.next());
    if (ring.size() > 0) {
      const auto point = continuum.lower_bound(position);
      ASSERT_EQ(ring.owner(position),
                point == continuum.end() ? continuum.begin()->second : point->second);
    }
  }
}

}  // namespace
}  // namespace napkin::algorithms
