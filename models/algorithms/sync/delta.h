#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace napkin::algorithms {

/// Sends what changed in a file instead of the file: who has the old version describes its blocks
/// in a signature; who has the new one looks for those blocks at every offset, and sends which
/// blocks to copy and the bytes in between. Neither needs both versions.
///
///     const BlockSignature signature(old_file, /*block_bytes=*/700, strong_hash);  // receiver
///     const Delta delta = make_delta(new_file, signature, strong_hash);            // sender
///     const auto rebuilt = apply_delta(old_file, delta);                           // == new_file
///
/// The strong hash is an argument; with 64 good bits, a false match is a matter of 1 in 2^64 per
/// pair of blocks compared. Making a delta is O(new file) at one roll of the weak checksum per
/// byte; the signature takes about 60 bytes per block in memory, 12 on the wire. Source: the rsync
/// algorithm (Tridgell, "Efficient algorithms for sorting and synchronization", 1999, chapter 3).
using StrongHash = std::function<std::uint64_t(std::span<const std::byte>)>;

/// The blocks of a file: all of the same length, but for a shorter one at the end.
class BlockSignature final {
 public:
  /// Throws std::invalid_argument if block_bytes is 0 or above 2^30.
  BlockSignature(std::span<const std::byte> file,
                 std::uint32_t block_bytes,
                 const StrongHash& strong_hash);

  [[nodiscard]] std::uint32_t block_bytes() const { return block_bytes_; }

  [[nodiscard]] std::size_t block_count() const { return strong_hashes_.size(); }

  /// The block that `window` equals, if any; `weak` is its rolling checksum. The strong hash is
  /// computed only if the weak one occurs. Of equal blocks, the first.
  [[nodiscard]] std::optional<std::uint32_t> find(std::span<const std::byte> window,
                                                  std::uint32_t weak,
                                                  const StrongHash& strong_hash) const;

  /// Bytes that a signature takes on the wire: 4 for the weak and 8 for the strong hash of each
  /// block.
  [[nodiscard]] std::uint64_t wire_bytes() const { return 12 * strong_hashes_.size(); }

 private:
  [[nodiscard]] std::size_t length_of(std::uint32_t block) const;

  std::uint32_t block_bytes_;
  std::uint64_t file_bytes_;
  std::vector<std::uint64_t> strong_hashes_;                    // by block
  std::map<std::uint32_t, std::vector<std::uint32_t>> blocks_;  // by weak checksum, ascending
};

/// Copy `length` bytes from `offset` of the old file.
struct DeltaCopy {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;

  friend bool operator==(const DeltaCopy&, const DeltaCopy&) = default;
};

using DeltaLiteral = std::vector<std::byte>;

/// How to build the new file from its beginning to its end. Neighbouring copies are joined.
struct Delta {
  std::vector<std::variant<DeltaCopy, DeltaLiteral>> steps;

  /// Bytes of the new file that have to be sent.
  [[nodiscard]] std::uint64_t literal_bytes() const;

  /// Bytes on the wire: literals, and 16 per copy or literal to say what comes.
  [[nodiscard]] std::uint64_t wire_bytes() const { return literal_bytes() + 16 * steps.size(); }
};

[[nodiscard]] Delta make_delta(std::span<const std::byte> new_file,
                               const BlockSignature& signature,
                               const StrongHash& strong_hash);

/// The new file; empty if a step reaches beyond the old file, which then is not the one signed.
[[nodiscard]] std::optional<std::vector<std::byte>> apply_delta(std::span<const std::byte> old_file,
                                                                const Delta& delta);

}  // namespace napkin::algorithms
