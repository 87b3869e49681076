#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t
#include <vector>   // vector

namespace napkin::algorithms {

/// The size of a Bloom filter.
struct BloomSize {
  std::size_t bits = 0;  ///< >= 1
  int hashes = 0;        ///< bits set for each item, 1..64

  /// The smallest for `items` items with a share of `false_positives` of wrong "maybe" answers, in
  /// (0, 1): bits = -items ln p / (ln 2)^2, hashes = bits / items ln 2. For 1%: 9.6 bits and 7
  /// hashes. Throws std::invalid_argument when an argument is out of range.
  [[nodiscard]] static BloomSize for_items(std::size_t items, double false_positives);
};

/// A set that says "certainly not" or "maybe": never a false "not", now and then a false "maybe",
/// in a few bits for each item. Items cannot be removed.
///
/// add and may_contain: O(hashes). Memory: the bits.
/// Source: B. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970; sizes from
/// A. Broder, M. Mitzenmacher, "Network applications of Bloom filters: a survey", 2004, section 2.
///
///     BloomFilter seen(BloomSize::for_items(1'000'000, 0.01));
///     seen.add(hash(url));
///     if (!seen.may_contain(hash(other))) visit(other);
class BloomFilter final {
 public:
  /// Throws std::invalid_argument when the size is out of range.
  explicit BloomFilter(BloomSize size);

  void add(std::uint64_t hash);
  [[nodiscard]] bool may_contain(std::uint64_t hash) const;

  /// Adds what `other` holds. Requires: the same size.
  void merge(const BloomFilter& other);

  void clear();

  /// Share of the bits that are set; a filter at its design load is half full.
  [[nodiscard]] double fill_ratio() const;

  /// The expected share of false "maybe" as the filter stands: fill_ratio ^ hashes.
  [[nodiscard]] double false_positive_rate() const;

  /// How many different items were added, from the fill: -bits/hashes ln(1 - fill). Infinite when
  /// full.
  [[nodiscard]] double estimated_items() const;

  [[nodiscard]] BloomSize size() const { return size_; }

  [[nodiscard]] std::size_t memory_bytes() const { return words_.size() * sizeof(std::uint64_t); }

 private:
  BloomSize size_;
  std::vector<std::uint64_t> words_;
};

/// Throws std::invalid_argument when the size is out of range; otherwise returns it.
BloomSize checked(BloomSize size);

}  // namespace napkin::algorithms
