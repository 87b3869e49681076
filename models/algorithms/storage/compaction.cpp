#include "models/algorithms/storage/compaction.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

using Tables = std::vector<const TableInfo*>;

Tables tables_in(std::span<const TableInfo> tables, int level) {
  Tables found;
  for (const TableInfo& table : tables) {
    if (table.level == level) {
      found.push_back(&table);
    }
  }
  return found;
}

bool contains(const Tables& tables, const TableInfo* table) {
  return std::find(tables.begin(), tables.end(), table) != tables.end();
}

bool overlaps_any(const Tables& tables, const TableInfo& table) {
  return std::any_of(
      tables.begin(), tables.end(), [&](const TableInfo* each) { return overlap(*each, table); });
}

// Adds the candidates that overlap the chosen ones, and again, until there are no more: in level 0
// an older version must not stay above a newer one.
void add_overlapping(Tables* chosen, const Tables& candidates) {
  bool has_grown = true;
  while (has_grown) {
    has_grown = false;
    for (const TableInfo* candidate : candidates) {
      if (!contains(*chosen, candidate) && overlaps_any(*chosen, *candidate)) {
        chosen->push_back(candidate);
        has_grown = true;
      }
    }
  }
}

std::vector<std::uint64_t> ids_of(const Tables& tables) {
  std::vector<std::uint64_t> ids;
  for (const TableInfo* table : tables) {
    ids.push_back(table->id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// Whether no table outside the job, of `level` or below it, can hold a key of the job.
bool is_last_word(const Tables& job, std::span<const TableInfo> tables, int level) {
  return std::none_of(tables.begin(), tables.end(), [&](const TableInfo& table) {
    return table.level >= level && !contains(job, &table) && overlaps_any(job, table);
  });
}

double mean_bytes(const Tables& tables) {
  std::uint64_t sum = 0;
  for (const TableInfo* table : tables) {
    sum += table->bytes;
  }
  return static_cast<double>(sum) / static_cast<double>(tables.size());
}

}  // namespace

bool overlap(const TableInfo& left, const TableInfo& right) {
  return left.smallest_key <= right.largest_key && right.smallest_key <= left.largest_key;
}

LeveledCompaction::LeveledCompaction(LeveledCompactionOptions options)
    : options_(options), cursors_(static_cast<std::size_t>(std::max(options.levels, 0))) {
  require(options.levels >= 2, "levelled compaction: levels must be at least 2");
  require(options.level_0_tables_max >= 1,
          "levelled compaction: level_0_tables_max must be positive");
  require(options.level_1_bytes_max >= 1,
          "levelled compaction: level_1_bytes_max must be positive");
  require(options.growth >= 1, "levelled compaction: growth must be positive");
}

std::optional<CompactionJob> LeveledCompaction::plan(std::span<const TableInfo> tables) {
  int level = 0;
  for (int candidate = 1; candidate < options_.levels - 1; ++candidate) {
    level = score(tables, candidate) > score(tables, level) ? candidate : level;
  }
  if (score(tables, level) < 1.0) {
    return std::nullopt;
  }
  Tables chosen{next_in_turn(tables, level)};
  cursors_[static_cast<std::size_t>(level)] = chosen.front()->largest_key;
  if (level == 0) {
    add_overlapping(&chosen, tables_in(tables, 0));
  }
  const Tables above = chosen;
  for (const TableInfo* below : tables_in(tables, level + 1)) {
    if (overlaps_any(above, *below)) {
      chosen.push_back(below);
    }
  }
  return CompactionJob{ids_of(chosen), level + 1, is_last_word(chosen, tables, level + 1)};
}

double LeveledCompaction::score(std::span<const TableInfo> tables, int level) const {
  const Tables in_level = tables_in(tables, level);
  if (in_level.empty()) {
    return 0.0;
  }
  if (level == 0) {
    return static_cast<double>(in_level.size()) / static_cast<double>(options_.level_0_tables_max);
  }
  const double bytes = mean_bytes(in_level) * static_cast<double>(in_level.size());
  return bytes / static_cast<double>(level_bytes_max(level));
}

std::uint64_t LeveledCompaction::level_bytes_max(int level) const {
  NAPKIN_CONTRACT(level >= 1);
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t bytes = options_.level_1_bytes_max;
  for (int each = 1; each < level; ++each) {
    bytes = bytes > kMax / options_.growth ? kMax : bytes * options_.growth;
  }
  return bytes;
}

// Level 0: the oldest table. Deeper: the first behind the one handed down last, round and round, so
// that all keys get their turn.
const TableInfo* LeveledCompaction::next_in_turn(std::span<const TableInfo> tables,
                                                 int level) const {
  const Tables in_level = tables_in(tables, level);
  const std::string& cursor = cursors_[static_cast<std::size_t>(level)];
  const auto turn = [&](const TableInfo* table) {
    const bool is_behind_cursor = table->smallest_key > cursor;
    return level == 0 ? std::tuple(false, std::string(), table->id)
                      : std::tuple(!is_behind_cursor, table->smallest_key, table->id);
  };
  return *std::min_element(
      in_level.begin(), in_level.end(), [&](const TableInfo* left, const TableInfo* right) {
        return turn(left) < turn(right);
      });
}

TieredCompaction::TieredCompaction(TieredCompactionOptions options) : options_(options) {
  require(options.tables_min >= 2, "tiered compaction: tables_min must be at least 2");
  require(options.tables_max >= options.tables_min,
          "tiered compaction: tables_max must be at least tables_min");
  require(options.similar_min > 0.0 && options.similar_min <= 1.0 && options.similar_max >= 1.0,
          "tiered compaction: similar_min must be in (0, 1] and similar_max at least 1");
}

std::optional<CompactionJob> TieredCompaction::plan(std::span<const TableInfo> tables) const {
  for (Bucket& bucket : buckets_of(tables)) {
    if (bucket.size() >= options_.tables_min) {
      bucket.resize(std::min(bucket.size(), options_.tables_max));
      return CompactionJob{ids_of(bucket), 0, is_last_word(bucket, tables, 0)};
    }
  }
  return std::nullopt;
}

// Buckets of rising size.
std::vector<TieredCompaction::Bucket> TieredCompaction::buckets_of(
    std::span<const TableInfo> tables) const {
  Bucket by_size;
  for (const TableInfo& table : tables) {
    by_size.push_back(&table);
  }
  std::sort(by_size.begin(), by_size.end(), [](const TableInfo* left, const TableInfo* right) {
    return std::tie(left->bytes, left->id) < std::tie(right->bytes, right->id);
  });
  std::vector<Bucket> buckets;
  for (const TableInfo* table : by_size) {
    if (buckets.empty() || !is_similar(*table, buckets.back())) {
      buckets.emplace_back();
    }
    buckets.back().push_back(table);
  }
  return buckets;
}

bool TieredCompaction::is_similar(const TableInfo& table, const Bucket& bucket) const {
  const double mean = mean_bytes(bucket);
  const auto bytes = static_cast<double>(table.bytes);
  const auto small = static_cast<double>(options_.small_bytes);
  const bool is_near = bytes >= mean * options_.similar_min && bytes <= mean * options_.similar_max;
  return is_near || (bytes < small && mean < small);
}

}  // namespace napkin::algorithms
