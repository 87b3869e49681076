#include "models/algorithms/sync/block_store.h"

#include <set>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

BlockStore::BlockStore(Options options) : options_(options) {
  require(options.versions_max > 0, "BlockStore: versions_max must be at least 1");
}

std::vector<BlockName> BlockStore::missing(std::span<const BlockName> blocks) const {
  std::vector<BlockName> missing;
  std::set<BlockName> listed;
  for (const BlockName& block : blocks) {
    if (references_.count(block) == 0 && listed.insert(block).second) {
      missing.push_back(block);
    }
  }
  return missing;
}

bool BlockStore::add_block(const BlockName& block) {
  const bool is_new = references_.try_emplace(block, 0).second;
  stored_bytes_ += is_new ? block.bytes : 0;
  return is_new;
}

BlockStore::Commit BlockStore::commit(FileId file,
                                      Version based_on,
                                      std::span<const BlockName> blocks) {
  if (based_on != newest_version(file)) {
    return Commit::kConflict;
  }
  if (!missing(blocks).empty()) {
    return Commit::kMissingBlocks;
  }
  for (const BlockName& block : blocks) {
    ++references_.at(block);
    logical_bytes_ += block.bytes;
  }
  File& state = files_[file];
  ++state.newest;
  state.versions.emplace_back(blocks.begin(), blocks.end());
  if (state.versions.size() > options_.versions_max) {
    release(state.versions.front());
    state.versions.pop_front();
  }
  return Commit::kDone;
}

void BlockStore::release(const std::vector<BlockName>& blocks) {
  for (const BlockName& block : blocks) {
    const auto found = references_.find(block);
    logical_bytes_ -= block.bytes;
    if (--found->second == 0) {
      stored_bytes_ -= block.bytes;
      references_.erase(found);
    }
  }
}

BlockStore::Version BlockStore::newest_version(FileId file) const {
  const auto found = files_.find(file);
  return found == files_.end() ? 0 : found->second.newest;
}

std::optional<std::vector<BlockName>> BlockStore::blocks(FileId file, Version version) const {
  const auto found = files_.find(file);
  if (found == files_.end()) {
    return std::nullopt;
  }
  const File& state = found->second;
  const Version oldest = state.newest - state.versions.size() + 1;
  if (version < oldest || version > state.newest) {
    return std::nullopt;
  }
  return state.versions[version - oldest];
}

void BlockStore::remove(FileId file) {
  const auto found = files_.find(file);
  if (found == files_.end()) {
    return;
  }
  for (const auto& blocks : found->second.versions) {
    release(blocks);
  }
  files_.erase(found);
}

std::uint64_t BlockStore::drop_unused_blocks() {
  std::uint64_t freed = 0;
  std::erase_if(references_, [&freed](const auto& entry) {
    freed += entry.second == 0 ? entry.first.bytes : 0;
    return entry.second == 0;
  });
  stored_bytes_ -= freed;
  return freed;
}

}  // namespace napkin::algorithms
