#include "models/algorithms/storage/lsm_tree.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

using AnyCompaction = std::variant<LeveledCompaction, TieredCompaction>;

AnyCompaction make_compaction(
    const std::variant<LeveledCompactionOptions, TieredCompactionOptions>& options) {
  if (const auto* leveled = std::get_if<LeveledCompactionOptions>(&options)) {
    return LeveledCompaction(*leveled);
  }
  return TieredCompaction(std::get<TieredCompactionOptions>(options));
}

bool covers(const TableInfo& table, std::string_view key) {
  return table.smallest_key <= key && key <= table.largest_key;
}

bool contains(const std::vector<std::uint64_t>& sorted_ids, std::uint64_t id) {
  return std::binary_search(sorted_ids.begin(), sorted_ids.end(), id);
}

}  // namespace

LsmTree::LsmTree(LsmOptions options)
    : options_(options), compaction_(make_compaction(options_.compaction)) {
  require(options_.table_bytes_max > 0, "lsm tree: table_bytes_max must be positive");
}

std::uint64_t LsmTree::put(std::string_view key, std::string value) {
  return write(key, std::move(value));
}

std::uint64_t LsmTree::erase(std::string_view key) {
  return write(key, std::nullopt);
}

bool LsmTree::memtable_is_full() const {
  return memtable_.bytes() >= options_.memtable_bytes_max;
}

LsmTransfer LsmTree::flush() {
  if (memtable_.is_empty()) {
    return {};
  }
  SstableBuilder builder(options_.sstable);
  for (const auto& [key, version] : memtable_.entries()) {
    builder.add({key, version.sequence, version.value});
  }
  bytes_taken_in_ += memtable_.bytes();
  memtable_.clear();
  flushed_sequence_ = sequence_;
  const std::uint64_t bytes_before = bytes_written_;
  add_table(std::move(builder).finish(), 0, sequence_);
  return {0, bytes_written_ - bytes_before};
}

std::optional<CompactionJob> LsmTree::next_compaction() {
  const std::vector<TableInfo> infos = tables();
  return std::visit([&](auto& compaction) { return compaction.plan(infos); }, compaction_);
}

std::optional<CompactionJob> LsmTree::major_compaction() const {
  if (tables_.empty()) {
    return std::nullopt;
  }
  CompactionJob job;
  for (const Table& table : tables_) {
    job.inputs.push_back(table.info.id);
  }
  std::sort(job.inputs.begin(), job.inputs.end());
  const bool has_levels = std::holds_alternative<LeveledCompaction>(compaction_);
  job.output_level = has_levels ? std::max(1, tables_.back().info.level) : 0;
  job.drop_tombstones = true;
  return job;
}

LsmTransfer LsmTree::compact(const CompactionJob& job) {
  LsmTransfer transfer;
  std::vector<const Sstable*> inputs;
  std::uint64_t sequence_max = 0;
  for (const Table& table : tables_) {
    if (contains(job.inputs, table.info.id)) {
      inputs.push_back(table.sstable.get());
      sequence_max = std::max(sequence_max, table.sequence_max);
      transfer.bytes_read += table.info.bytes;
    }
  }
  NAPKIN_CONTRACT(inputs.size() == job.inputs.size());
  // A merge in level 0 gives one table: tiers count tables.
  const std::size_t table_bytes_max =
      job.output_level == 0 ? static_cast<std::size_t>(-1) : options_.table_bytes_max;
  std::vector<std::string> files =
      merge_tables(inputs, {options_.sstable, table_bytes_max, job.drop_tombstones});
  std::erase_if(tables_, [&](const Table& table) { return contains(job.inputs, table.info.id); });
  const std::uint64_t bytes_before = bytes_written_;
  for (std::string& file : files) {
    add_table(std::move(file), job.output_level, sequence_max);
  }
  transfer.bytes_written = bytes_written_ - bytes_before;
  return transfer;
}

LsmLookup LsmTree::find(std::string_view key) const {
  LsmLookup lookup;
  if (const Memtable::Version* version = memtable_.find(key)) {
    lookup.value = version->value;
    return lookup;
  }
  std::optional<TableEntryView> newest;
  for (const Table* table : candidates_for(key)) {
    const bool is_older =
        newest.has_value() && (table->info.level > 0 || newest->sequence >= table->sequence_max);
    if (is_older) {
      break;  // and so are all behind it
    }
    const auto block = table->sstable->block_for(key);
    if (!block.has_value()) {
      continue;
    }
    lookup.cost.add(*block);
    const auto entry = table->sstable->find_in(*block, key);
    if (entry.has_value() && (!newest.has_value() || entry->sequence > newest->sequence)) {
      newest = entry;
    }
  }
  if (newest.has_value() && newest->value.has_value()) {
    lookup.value = std::string(*newest->value);
  }
  return lookup;
}

std::vector<TableEntry> LsmTree::range(std::string_view from,
                                       std::optional<std::string_view> to,
                                       std::size_t limit,
                                       ReadCost* cost) const {
  std::vector<std::unique_ptr<EntrySource>> sources;
  sources.push_back(std::make_unique<MemtableSource>(memtable_, from));
  for (const Table& table : tables_) {
    const bool is_before = table.info.largest_key < from;
    const bool is_behind = to.has_value() && table.info.smallest_key >= *to;
    if (!is_before && !is_behind) {
      sources.push_back(std::make_unique<SstableSource>(*table.sstable, from, cost));
    }
  }
  EntryMerge merge(std::move(sources));
  std::vector<TableEntry> entries;
  while (entries.size() < limit) {
    const auto entry = merge.next();
    if (!entry.has_value() || (to.has_value() && entry->key >= *to)) {
      break;
    }
    if (entry->value.has_value()) {
      entries.push_back(entry->to_entry());
    }
  }
  return entries;
}

void LsmTree::crash() {
  memtable_.clear();
  sequence_ = flushed_sequence_;
}

void LsmTree::restore(const TableEntry& write_again) {
  NAPKIN_CONTRACT(write_again.sequence == sequence_ + 1);
  write(write_again.key, write_again.value);
}

std::vector<TableInfo> LsmTree::tables() const {
  std::vector<TableInfo> infos;
  infos.reserve(tables_.size());
  for (const Table& table : tables_) {
    infos.push_back(table.info);
  }
  return infos;
}

std::uint64_t LsmTree::table_bytes() const {
  std::uint64_t bytes = 0;
  for (const Table& table : tables_) {
    bytes += table.info.bytes;
  }
  return bytes;
}

double LsmTree::write_amplification() const {
  return bytes_taken_in_ == 0
             ? 0.0
             : static_cast<double>(bytes_written_) / static_cast<double>(bytes_taken_in_);
}

std::uint64_t LsmTree::write(std::string_view key, std::optional<std::string> value) {
  memtable_.put(key, ++sequence_, std::move(value));
  return sequence_;
}

void LsmTree::add_table(std::string file, int level, std::uint64_t sequence_max) {
  Table table;
  table.sstable = std::make_unique<Sstable>(std::move(file));
  table.sequence_max = sequence_max;
  table.info = {++tables_created_,
                level,
                std::string(table.sstable->smallest_key()),
                std::string(table.sstable->largest_key()),
                table.sstable->file_bytes()};
  bytes_written_ += table.info.bytes;
  const auto is_listed_before = [](const Table& left, const Table& right) {
    if (left.info.level != right.info.level) {
      return left.info.level < right.info.level;
    }
    return left.info.level == 0 ? left.sequence_max > right.sequence_max
                                : left.info.smallest_key < right.info.smallest_key;
  };
  const auto place = std::upper_bound(tables_.begin(), tables_.end(), table, is_listed_before);
  tables_.insert(place, std::move(table));
}

// All tables of level 0 that cover the key, newest first; of each deeper level the only one.
std::vector<const LsmTree::Table*> LsmTree::candidates_for(std::string_view key) const {
  std::vector<const Table*> candidates;
  auto at = tables_.begin();
  for (; at != tables_.end() && at->info.level == 0; ++at) {
    if (covers(at->info, key)) {
      candidates.push_back(&*at);
    }
  }
  while (at != tables_.end()) {
    const int level = at->info.level;
    const auto is_before = [level](const Table& table, std::string_view wanted) {
      return table.info.level == level && table.info.largest_key < wanted;
    };
    at = std::lower_bound(at, tables_.end(), key, is_before);
    if (at != tables_.end() && at->info.level == level && covers(at->info, key)) {
      candidates.push_back(&*at);
    }
    at = std::partition_point(
        at, tables_.end(), [level](const Table& table) { return table.info.level == level; });
  }
  return candidates;
}

}  // namespace napkin::algorithms
