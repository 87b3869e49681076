#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "models/algorithms/hash/digest.h"

namespace napkin::algorithms {

/// A block by its contents: its SHA-256, and how long it is.
struct BlockName {
  Sha256Digest hash{};
  std::uint64_t bytes = 0;

  friend auto operator<=>(const BlockName&, const BlockName&) = default;
};

/// The metadata of a cloud drive: files as lists of blocks, of which equal ones are stored once,
/// for all files and all versions. A client asks which blocks of a file are missing, uploads those,
/// and commits the new version; if another device committed in between, that is a conflict, and
/// both versions are kept for the user to choose.
///
///     for (const BlockName& block : store.missing(blocks)) { store.add_block(upload(block)); }
///     const auto outcome = store.commit(file, /*based_on=*/3, blocks);
///     if (outcome == BlockStore::Commit::kConflict) { keep_both_versions(); }
///
/// A block lives as long as some kept version refers to it; of each file the newest `versions_max`
/// are kept. A block that was uploaded but never committed is dropped by drop_unused_blocks. O(log
/// blocks) per block. Source: the drive chapter of Alex Xu, "System Design Interview".
class BlockStore final {
 public:
  using FileId = std::uint64_t;
  using Version = std::uint64_t;  // of a file: 1, 2, 3 ...; 0: none yet

  struct Options {
    std::size_t versions_max = 10;  // kept per file; at least 1
  };

  enum class Commit : std::uint8_t {
    kDone,
    kConflict,       // the file has moved on from the version that this one is based on
    kMissingBlocks,  // not all blocks are there
  };

  /// Throws std::invalid_argument if versions_max is 0.
  explicit BlockStore(Options options);

  /// The blocks that are not stored, each once, in the order of their first occurrence.
  [[nodiscard]] std::vector<BlockName> missing(std::span<const BlockName> blocks) const;

  /// A block has been uploaded. Returns false if it was there.
  bool add_block(const BlockName& block);

  /// Makes `blocks` the newest version of `file`, if `based_on` is the newest so far: the first to
  /// commit wins. Unless the result is kDone, nothing changes.
  Commit commit(FileId file, Version based_on, std::span<const BlockName> blocks);

  /// The newest version of `file`; 0 if it does not exist.
  [[nodiscard]] Version newest_version(FileId file) const;

  /// The blocks of a version; empty if it is not kept.
  [[nodiscard]] std::optional<std::vector<BlockName>> blocks(FileId file, Version version) const;

  /// Deletes a file with all its versions.
  void remove(FileId file);

  /// Drops blocks that no version refers to: left-overs of uploads that were given up. Returns the
  /// bytes freed. Not to be called while uploads are under way.
  std::uint64_t drop_unused_blocks();

  /// Bytes of the blocks stored, and of all kept versions as if nothing were shared: their ratio is
  /// what de-duplication saves.
  [[nodiscard]] std::uint64_t stored_bytes() const { return stored_bytes_; }

  [[nodiscard]] std::uint64_t logical_bytes() const { return logical_bytes_; }

  [[nodiscard]] std::size_t block_count() const { return references_.size(); }

 private:
  struct File {
    Version newest = 0;
    std::deque<std::vector<BlockName>> versions;  // the newest last
  };

  void release(const std::vector<BlockName>& blocks);

  Options options_;
  std::map<BlockName, std::uint64_t> references_;  // from kept versions
  std::map<FileId, File> files_;
  std::uint64_t stored_bytes_ = 0;
  std::uint64_t logical_bytes_ = 0;
};

}  // namespace napkin::algorithms
