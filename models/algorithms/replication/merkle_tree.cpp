#include "models/algorithms/replication/merkle_tree.h"

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {

namespace {

constexpr int kDepthMax = 24;

// Mixed with its key, so that two entries that swap their hashes do not cancel out in the sum.
std::uint64_t share_of(std::uint64_t key_hash, std::uint64_t entry_hash) {
  return mix64(key_hash, entry_hash);
}

std::size_t nodes_count(int depth) {
  require(depth >= 0 && depth <= kDepthMax, "merkle tree: depth must be 0 to 24");
  return std::size_t{2} << depth;
}

}  // namespace

MerkleTree::MerkleTree(int depth) : depth_(depth), nodes_(nodes_count(depth)) {
  for (std::size_t number = buckets_count() - 1; number >= kRoot; --number) {
    nodes_[number] = mix64(nodes_[2 * number], nodes_[2 * number + 1]);
  }
}

void MerkleTree::add(std::uint64_t key_hash, std::uint64_t entry_hash) {
  const std::size_t bucket = bucket_of(key_hash);
  set_bucket(bucket, nodes_[buckets_count() + bucket] + share_of(key_hash, entry_hash));
}

void MerkleTree::remove(std::uint64_t key_hash, std::uint64_t entry_hash) {
  const std::size_t bucket = bucket_of(key_hash);
  set_bucket(bucket, nodes_[buckets_count() + bucket] - share_of(key_hash, entry_hash));
}

std::size_t MerkleTree::bucket_of(std::uint64_t key_hash) const {
  return depth_ == 0 ? 0 : static_cast<std::size_t>(key_hash >> (64 - depth_));
}

std::pair<std::uint64_t, std::uint64_t> MerkleTree::range_of(std::size_t bucket) const {
  NAPKIN_CONTRACT(bucket < buckets_count());
  const std::uint64_t width_minus_1 = ~std::uint64_t{0} >> depth_;
  const std::uint64_t first = depth_ == 0 ? 0 : std::uint64_t{bucket} << (64 - depth_);
  return {first, first + width_minus_1};
}

std::uint64_t MerkleTree::node(std::size_t number) const {
  NAPKIN_CONTRACT(number >= kRoot && number < nodes_.size());
  return nodes_[number];
}

MerkleTree::Difference MerkleTree::diff(const MerkleTree& left, const MerkleTree& right) {
  NAPKIN_CONTRACT(left.depth_ == right.depth_);
  Difference found;
  diff_below(left, right, kRoot, &found);
  return found;
}

void MerkleTree::diff_below(const MerkleTree& left,
                            const MerkleTree& right,
                            std::size_t number,
                            Difference* found) {
  ++found->nodes_compared;
  if (left.nodes_[number] == right.nodes_[number]) {
    return;
  }
  if (number >= left.buckets_count()) {
    found->buckets.push_back(number - left.buckets_count());
    return;
  }
  diff_below(left, right, 2 * number, found);
  diff_below(left, right, 2 * number + 1, found);
}

void MerkleTree::set_bucket(std::size_t bucket, std::uint64_t hash) {
  std::size_t number = buckets_count() + bucket;
  nodes_[number] = hash;
  for (number /= 2; number >= kRoot; number /= 2) {
    nodes_[number] = mix64(nodes_[2 * number], nodes_[2 * number + 1]);
  }
}

}  // namespace napkin::algorithms
