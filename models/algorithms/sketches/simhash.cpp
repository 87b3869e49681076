#include "models/algorithms/sketches/simhash.h"

#include <algorithm>  // ranges::sort, unique
#include <array>      // array

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kBits = 64;

}  // namespace

std::uint64_t simhash(std::span<const Feature> features) {
  std::array<std::int64_t, kBits> votes{};
  for (const Feature& feature : features) {
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      const bool is_set = (feature.hash >> bit & 1) != 0;
      votes[bit] += is_set ? feature.weight : -std::int64_t{feature.weight};
    }
  }
  std::uint64_t fingerprint = 0;
  for (std::size_t bit = 0; bit < kBits; ++bit) {
    fingerprint |= std::uint64_t{votes[bit] > 0 ? 1U : 0U} << bit;
  }
  return fingerprint;
}

SimhashIndex::SimhashIndex(int distance) : distance_(distance) {
  require(distance >= 0 && distance <= 15, "distance must be within 0..15");
  tables_.resize(static_cast<std::size_t>(distance) + 1);
}

std::uint32_t SimhashIndex::add(std::uint64_t fingerprint) {
  const auto number = static_cast<std::uint32_t>(fingerprints_.size());
  fingerprints_.push_back(fingerprint);
  for (std::size_t index = 0; index < tables_.size(); ++index) {
    tables_[index][block(fingerprint, index)].push_back(number);
  }
  return number;
}

std::optional<std::uint32_t> SimhashIndex::find_near(std::uint64_t fingerprint) const {
  const std::vector<std::uint32_t> near = find_all_near(fingerprint);
  return near.empty() ? std::nullopt : std::optional(near.front());
}

std::vector<std::uint32_t> SimhashIndex::find_all_near(std::uint64_t fingerprint) const {
  std::vector<std::uint32_t> near;
  for (std::size_t index = 0; index < tables_.size(); ++index) {
    const auto candidates = tables_[index].find(block(fingerprint, index));
    if (candidates == tables_[index].end()) {
      continue;
    }
    for (const std::uint32_t number : candidates->second) {
      if (hamming_distance(fingerprints_[number], fingerprint) <= distance_) {
        near.push_back(number);
      }
    }
  }
  std::ranges::sort(near);  // a fingerprint that agrees in several blocks was met in each
  near.erase(std::unique(near.begin(), near.end()), near.end());
  return near;
}

/// The bits of one block; the blocks cover all 64 as evenly as whole bits allow.
std::uint64_t SimhashIndex::block(std::uint64_t fingerprint, std::size_t index) const {
  const std::size_t begin = kBits * index / tables_.size();
  const std::size_t end = kBits * (index + 1) / tables_.size();
  return (fingerprint << (kBits - end)) >> (kBits - end + begin);
}

}  // namespace napkin::algorithms
