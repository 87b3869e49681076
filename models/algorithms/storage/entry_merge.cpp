#include "models/algorithms/storage/entry_merge.h"

#include <string>
#include <utility>

namespace napkin::algorithms {

SstableSource::SstableSource(const Sstable& table, std::string_view from, ReadCost* cost)
    : table_(table), cost_(cost), next_block_(table.first_block_from(from)) {
  advance();
  while (entry_.has_value() && entry_->key < from) {
    advance();
  }
}

void SstableSource::advance() {
  if (next_in_block_ == block_.size()) {
    if (next_block_ == table_.blocks().size()) {
      entry_.reset();
      return;
    }
    const Sstable::Block& block = table_.blocks()[next_block_++];
    if (cost_ != nullptr) {
      cost_->add(block);
    }
    block_ = table_.read(block);
    next_in_block_ = 0;
  }
  entry_ = block_[next_in_block_++];
}

MemtableSource::MemtableSource(const Memtable& memtable, std::string_view from)
    : memtable_(memtable), next_(memtable.entries().lower_bound(from)) {
  advance();
}

void MemtableSource::advance() {
  if (next_ == memtable_.entries().end()) {
    entry_.reset();
    return;
  }
  const auto& [key, version] = *next_++;
  entry_ = TableEntryView{key, version.sequence, version.value};
}

EntryMerge::EntryMerge(std::vector<std::unique_ptr<EntrySource>> sources)
    : sources_(std::move(sources)) {}

std::optional<TableEntryView> EntryMerge::next() {
  if (current_.has_value()) {
    skip(current_->key);
  }
  current_.reset();
  for (const auto& source : sources_) {
    const auto& entry = source->peek();
    if (!entry.has_value()) {
      continue;
    }
    const bool comes_first = !current_.has_value() || entry->key < current_->key;
    const bool is_newer =
        !comes_first && entry->key == current_->key && entry->sequence > current_->sequence;
    if (comes_first || is_newer) {
      current_ = entry;
    }
  }
  return current_;
}

// A source's view dies when it advances, and `key` may be one of them; but all bytes live as long
// as their tables.
void EntryMerge::skip(std::string_view key) {
  for (const auto& source : sources_) {
    if (source->peek().has_value() && source->peek()->key == key) {
      source->advance();
    }
  }
}

std::vector<std::string> merge_tables(const std::vector<const Sstable*>& tables,
                                      const MergeOptions& options) {
  std::vector<std::unique_ptr<EntrySource>> sources;
  sources.reserve(tables.size());
  for (const Sstable* table : tables) {
    sources.push_back(std::make_unique<SstableSource>(*table, "", nullptr));
  }
  EntryMerge merge(std::move(sources));
  std::vector<std::string> files;
  std::optional<SstableBuilder> builder;
  while (const auto entry = merge.next()) {
    if (options.drop_tombstones && !entry->value.has_value()) {
      continue;
    }
    if (!builder.has_value()) {
      builder.emplace(options.sstable);
    }
    builder->add(*entry);
    if (builder->bytes() >= options.table_bytes_max) {
      files.push_back(std::move(*builder).finish());
      builder.reset();
    }
  }
  if (builder.has_value()) {
    files.push_back(std::move(*builder).finish());
  }
  return files;
}

}  // namespace napkin::algorithms
