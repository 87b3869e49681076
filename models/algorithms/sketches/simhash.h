#pragma once

#include <bit>            // popcount
#include <cstddef>        // size_t
#include <cstdint>        // int32_t, uint32_t, uint64_t
#include <optional>       // optional
#include <span>           // span
#include <unordered_map>  // unordered_map
#include <vector>         // vector

namespace napkin::algorithms {

/// One trait of a document, such as a word or a shingle of words, and how much it says.
struct Feature {
  std::uint64_t hash = 0;
  std::int32_t weight = 1;
};

/// A fingerprint of 64 bits that differs in few bits when the documents differ in few features.
///
/// Each feature votes with its weight on every bit, for or against as its hash has the bit set; the
/// sign of the sum is the bit. Two documents whose feature vectors stand at an angle t differ in 64
/// t / pi bits on average. O(features). Source: M. Charikar, "Similarity estimation techniques from
/// rounding algorithms", 2002.
///
///     const std::uint64_t page = simhash(features);
///     if (hamming_distance(page, other) <= 3) skip_duplicate();
[[nodiscard]] std::uint64_t simhash(std::span<const Feature> features);

/// Bits in which two fingerprints differ.
[[nodiscard]] constexpr int hamming_distance(std::uint64_t a, std::uint64_t b) {
  return std::popcount(a ^ b);
}

/// All fingerprints within a few bits of a given one, without comparing with each.
///
/// The 64 bits are cut into distance + 1 blocks: two fingerprints that differ in no more than
/// `distance` bits agree in at least one whole block. So each fingerprint is listed under each of
/// its blocks. Look-up: O(blocks x (1 + n / 2^(64 / blocks))). Memory: about 8 bytes + 4 for each
/// block, and the tables, for each fingerprint. Source: G. Manku, A. Jain, A. Das Sarma, "Detecting
/// near-duplicates for web crawling", 2007, section 3 (3 bits for 8 billion pages).
///
///     SimhashIndex pages(3);
///     if (!pages.find_near(page)) pages.add(page);
class SimhashIndex final {
 public:
  /// Throws std::invalid_argument when `distance` is not within 0..15.
  explicit SimhashIndex(int distance = 3);

  /// Returns the number of the fingerprint: 0 for the first, then 1, ...
  std::uint32_t add(std::uint64_t fingerprint);

  /// The number of the earliest added fingerprint within the distance, or nothing.
  [[nodiscard]] std::optional<std::uint32_t> find_near(std::uint64_t fingerprint) const;

  /// The numbers of all fingerprints within the distance, in the order of adding.
  [[nodiscard]] std::vector<std::uint32_t> find_all_near(std::uint64_t fingerprint) const;

  [[nodiscard]] std::size_t size() const { return fingerprints_.size(); }

 private:
  using Table = std::unordered_map<std::uint64_t, std::vector<std::uint32_t>>;

  [[nodiscard]] std::uint64_t block(std::uint64_t fingerprint, std::size_t index) const;

  int distance_;
  std::vector<std::uint64_t> fingerprints_;
  std::vector<Table> tables_;  // one for each block: numbers by the block's bits
};

}  // namespace napkin::algorithms
