#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace napkin::algorithms {

/// A digest of a key range, by which two replicas find out where they differ by exchanging a few
/// hashes instead of all their keys.
///
/// The 64-bit space of key hashes is cut into 2^depth buckets of equal width. A bucket's hash sums
/// up the hashes of its entries (so that entries come and go in any order, O(1)); a parent's hash
/// mixes those of its two children. Replicas compare roots, then descend only where they differ.
/// An entry's hash must cover its key and its version: the caller computes it. Hashes are 64 bits
/// and not cryptographic: against accidents, not against an adversary.
///
/// add, remove: O(depth). Comparing: O(differing buckets x depth). Memory 2^(depth+4) bytes.
/// Sources: Merkle, "A digital signature based on a conventional encryption function", CRYPTO 1987;
/// DeCandia et al., "Dynamo", SOSP 2007, section 4.7.
///
///     tree.add(key_hash, entry_hash);
///     for (auto bucket : MerkleTree::diff(tree, remote).buckets) exchange(tree.range_of(bucket));
class MerkleTree final {
 public:
  /// What a comparison found, and what it took: each compared node is a hash sent over the wire.
  struct Difference {
    std::vector<std::size_t> buckets;  ///< rising
    std::size_t nodes_compared = 0;
  };

  /// Throws std::invalid_argument unless 0 <= depth <= 24.
  explicit MerkleTree(int depth);

  /// An entry is there now. A changed entry is removed with its old hash and added with its new.
  void add(std::uint64_t key_hash, std::uint64_t entry_hash);
  /// Requires that the entry was added before with the same hash.
  void remove(std::uint64_t key_hash, std::uint64_t entry_hash);

  [[nodiscard]] std::uint64_t root() const { return nodes_[kRoot]; }

  [[nodiscard]] int depth() const { return depth_; }

  [[nodiscard]] std::size_t buckets_count() const { return nodes_.size() / 2; }

  [[nodiscard]] std::size_t bucket_of(std::uint64_t key_hash) const;
  /// First and last key hash of a bucket, both inclusive. Requires bucket < buckets_count().
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> range_of(std::size_t bucket) const;

  /// Nodes are numbered 1 (the root) to 2 x buckets_count() - 1; the children of n are 2n and
  /// 2n + 1, and bucket b is node buckets_count() + b. For an exchange level by level.
  [[nodiscard]] std::uint64_t node(std::size_t number) const;

  /// The buckets in which two trees of the same depth differ.
  [[nodiscard]] static Difference diff(const MerkleTree& left, const MerkleTree& right);

 private:
  static constexpr std::size_t kRoot = 1;

  void set_bucket(std::size_t bucket, std::uint64_t hash);
  static void diff_below(const MerkleTree& left,
                         const MerkleTree& right,
                         std::size_t number,
                         Difference* found);

  int depth_;
  std::vector<std::uint64_t> nodes_;  // a heap: the root at 1, the buckets in the second half
};

}  // namespace napkin::algorithms
