#include "models/algorithms/sync/delta.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/sync/rolling_checksum.h"

namespace napkin::algorithms {

namespace {

using Bytes = std::span<const std::byte>;

}  // namespace

BlockSignature::BlockSignature(Bytes file, std::uint32_t block_bytes, const StrongHash& strong_hash)
    : block_bytes_(block_bytes), file_bytes_(file.size()) {
  require(block_bytes > 0 && block_bytes <= 1U << 30,
          "BlockSignature: block_bytes must be from 1 to 2^30");
  require(file.size() / block_bytes < 0xFFFF'FFFFU, "BlockSignature: too many blocks");
  while (!file.empty()) {
    const Bytes block = file.first(std::min<std::size_t>(file.size(), block_bytes));
    const auto index = static_cast<std::uint32_t>(strong_hashes_.size());
    blocks_[RollingChecksum(block).value()].push_back(index);
    strong_hashes_.push_back(strong_hash(block));
    file = file.subspan(block.size());
  }
}

std::size_t BlockSignature::length_of(std::uint32_t block) const {
  const std::uint64_t offset = std::uint64_t{block} * block_bytes_;
  return static_cast<std::size_t>(std::min<std::uint64_t>(block_bytes_, file_bytes_ - offset));
}

std::optional<std::uint32_t> BlockSignature::find(Bytes window,
                                                  std::uint32_t weak,
                                                  const StrongHash& strong_hash) const {
  const auto candidates = blocks_.find(weak);
  if (candidates == blocks_.end()) {
    return std::nullopt;
  }
  const std::uint64_t strong = strong_hash(window);
  for (const std::uint32_t block : candidates->second) {
    if (strong_hashes_[block] == strong && length_of(block) == window.size()) {
      return block;
    }
  }
  return std::nullopt;
}

namespace {

/// Collects steps, joining what can be one.
class DeltaWriter final {
 public:
  void add_literal(std::byte byte) { literal_.push_back(byte); }

  void add_copy(std::uint64_t offset, std::uint64_t length) {
    end_literal();
    if (!delta_.steps.empty()) {
      auto* last = std::get_if<DeltaCopy>(&delta_.steps.back());
      if (last != nullptr && last->offset + last->length == offset) {
        last->length += length;
        return;
      }
    }
    delta_.steps.emplace_back(DeltaCopy{offset, length});
  }

  [[nodiscard]] Delta take() {
    end_literal();
    return std::move(delta_);
  }

 private:
  void end_literal() {
    if (!literal_.empty()) {
      delta_.steps.emplace_back(std::move(literal_));
      literal_.clear();
    }
  }

  Delta delta_;
  DeltaLiteral literal_;
};

}  // namespace

Delta make_delta(Bytes new_file, const BlockSignature& signature, const StrongHash& strong_hash) {
  DeltaWriter writer;
  const auto window_at = [&](std::size_t offset) {
    return new_file.subspan(
        offset, std::min<std::size_t>(signature.block_bytes(), new_file.size() - offset));
  };
  std::size_t offset = 0;
  std::optional<RollingChecksum> checksum;
  while (offset < new_file.size()) {
    // Only the window at the end is shorter than a block: it can equal the last block of the old
    // file.
    const Bytes window = window_at(offset);
    if (!checksum) {
      checksum.emplace(window);
    }
    const auto block = signature.find(window, checksum->value(), strong_hash);
    if (block) {
      writer.add_copy(std::uint64_t{*block} * signature.block_bytes(), window.size());
      offset += window.size();
      checksum.reset();
      continue;
    }
    writer.add_literal(new_file[offset]);
    const bool can_roll = offset + window.size() < new_file.size();
    if (can_roll) {
      checksum->roll(new_file[offset], new_file[offset + window.size()]);
    } else {
      checksum->shrink(new_file[offset]);
    }
    ++offset;
  }
  return writer.take();
}

std::uint64_t Delta::literal_bytes() const {
  std::uint64_t bytes = 0;
  for (const auto& step : steps) {
    const auto* literal = std::get_if<DeltaLiteral>(&step);
    bytes += literal == nullptr ? 0 : literal->size();
  }
  return bytes;
}

std::optional<std::vector<std::byte>> apply_delta(Bytes old_file, const Delta& delta) {
  std::vector<std::byte> new_file;
  for (const auto& step : delta.steps) {
    if (const auto* literal = std::get_if<DeltaLiteral>(&step)) {
      new_file.insert(new_file.end(), literal->begin(), literal->end());
      continue;
    }
    const auto& copy = std::get<DeltaCopy>(step);
    if (copy.offset > old_file.size() || copy.length > old_file.size() - copy.offset) {
      return std::nullopt;
    }
    const Bytes copied = old_file.subspan(copy.offset, copy.length);
    new_file.insert(new_file.end(), copied.begin(), copied.end());
  }
  return new_file;
}

}  // namespace napkin::algorithms
