#include "models/components/homes_table.h"

#include <algorithm>
#include <optional>

namespace napkin::components {

HomesTable::HomesTable(const algorithms::HashRing& ring, std::size_t copies)
    : copies_(std::min(copies, ring.size())) {
  const std::optional<algorithms::Segments> segments = ring.segments();
  for (const algorithms::Segment& segment : segments->list) {
    firsts_.push_back(segment.first);
    homes_.resize(homes_.size() + copies_);
    ring.owners(segment.first, std::span(homes_).last(copies_));
  }
  const std::uint64_t width = std::uint64_t{1} << (64 - kBucketBits);
  for (std::uint64_t bucket = 0; bucket < (1U << kBucketBits); ++bucket) {
    const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), bucket * width);
    segment_of_bucket_.push_back(static_cast<std::uint32_t>(after - firsts_.begin() - 1));
  }
}

std::span<const algorithms::NodeId> HomesTable::homes(std::uint64_t hash) const {
  std::size_t segment = segment_of_bucket_[hash >> (64 - kBucketBits)];
  while (segment + 1 < firsts_.size() && firsts_[segment + 1] <= hash) {
    ++segment;
  }
  return std::span(homes_).subspan(segment * copies_, copies_);
}

}  // namespace napkin::components
