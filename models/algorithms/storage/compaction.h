#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace napkin::algorithms {

/// A table as the planning of compactions sees it.
struct TableInfo {
  std::uint64_t id = 0;  ///< rises with the time of creation
  int level = 0;         ///< tables of level 0 may overlap; those of a deeper level do not
  std::string smallest_key;
  std::string largest_key;
  std::uint64_t bytes = 0;
};

/// Whether two tables may hold the same key.
[[nodiscard]] bool overlap(const TableInfo& left, const TableInfo& right);

/// Tables to merge into new ones, which take their place at `output_level`.
struct CompactionJob {
  std::vector<std::uint64_t> inputs;  ///< rising ids
  int output_level = 0;
  bool drop_tombstones = false;  ///< no table outside the job holds older versions of its keys

  friend bool operator==(const CompactionJob&, const CompactionJob&) = default;
};

struct LeveledCompactionOptions {
  std::size_t level_0_tables_max = 4;
  std::uint64_t level_1_bytes_max = 10 << 20;
  std::uint64_t growth = 10;  ///< each level may be this many times as large as the one above
  int levels = 7;             ///< level 0 included, at least 2
};

/// Levelled compaction: each level below 0 is one sorted run, ten times as large as the one above.
/// A level that is too large hands one table down, merged with those it overlaps there.
///
/// A look-up reads one table per level and little space is wasted, but each byte is rewritten about
/// `growth` times per level. plan() is O(tables log tables).
/// Sources: O'Neil et al., "The log-structured merge-tree", Acta Informatica 33, 1996; LevelDB,
/// doc/impl.md ("Compactions").
///
///     while (const auto job = compaction.plan(tables)) run(*job);
class LeveledCompaction final {
 public:
  /// Throws std::invalid_argument when an option is zero, or levels below 2.
  explicit LeveledCompaction(LeveledCompactionOptions options);

  /// The most urgent job; empty if no level is too large.
  [[nodiscard]] std::optional<CompactionJob> plan(std::span<const TableInfo> tables);
  /// How full a level is: 1 or more asks for a compaction.
  [[nodiscard]] double score(std::span<const TableInfo> tables, int level) const;
  [[nodiscard]] std::uint64_t level_bytes_max(int level) const;

 private:
  [[nodiscard]] const TableInfo* next_in_turn(std::span<const TableInfo> tables, int level) const;

  LeveledCompactionOptions options_;
  std::vector<std::string> cursors_;  // by level: the last key handed down
};

struct TieredCompactionOptions {
  std::size_t tables_min = 4;  ///< so many tables of similar size are merged into one, at least 2
  std::size_t tables_max = 32;
  double similar_min = 0.5;  ///< of the mean size of a bucket
  double similar_max = 1.5;
  std::uint64_t small_bytes = 1 << 20;  ///< tables below this are all alike
};

/// Size-tiered compaction: once there are `tables_min` tables of similar size they are merged into
/// one, about that many times as large. All tables stay in level 0.
///
/// Each byte is rewritten once per tier, far less often than with levels; but a look-up may have to
/// ask every table, and a merge needs up to twice the space. plan() is O(tables log tables).
/// Source: Cassandra, SizeTieredCompactionStrategy (bucket_low, bucket_high, min_threshold).
class TieredCompaction final {
 public:
  /// Throws std::invalid_argument unless 2 <= tables_min <= tables_max and
  /// 0 < similar_min <= 1 <= similar_max.
  explicit TieredCompaction(TieredCompactionOptions options);

  /// Merges the bucket of the smallest tables that is full; empty if none is.
  [[nodiscard]] std::optional<CompactionJob> plan(std::span<const TableInfo> tables) const;

 private:
  using Bucket = std::vector<const TableInfo*>;

  [[nodiscard]] std::vector<Bucket> buckets_of(std::span<const TableInfo> tables) const;
  [[nodiscard]] bool is_similar(const TableInfo& table, const Bucket& bucket) const;

  TieredCompactionOptions options_;
};

}  // namespace napkin::algorithms
