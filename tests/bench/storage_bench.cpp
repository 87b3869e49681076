// What the storage algorithms cost in time and bytes. Run in release.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/crc.hpp>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/storage/btree_cost.h"
#include "models/algorithms/storage/crc32c.h"
#include "models/algorithms/storage/log_format.h"
#include "models/algorithms/storage/lsm_tree.h"
#include "models/algorithms/storage/wide_column_table.h"

namespace napkin::algorithms {
namespace {

std::string key_of(std::uint64_t number) {
  std::string digits = std::to_string(number);
  return "user" + std::string(12 - digits.size(), '0') + digits;
}

void checksum(benchmark::State& state) {
  const std::string block(4'096, 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(crc32c(block));
  }
  state.SetBytesProcessed(state.iterations() * 4'096);
}

BENCHMARK(checksum);

void boost_checksum(benchmark::State& state) {
  const std::string block(4'096, 'x');
  for (auto _ : state) {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(block.data(), block.size());
    benchmark::DoNotOptimize(crc.checksum());
  }
  state.SetBytesProcessed(state.iterations() * 4'096);
}

BENCHMARK(boost_checksum);

void append_log_record(benchmark::State& state) {
  const std::string content(100, 'x');
  std::string log;
  for (auto _ : state) {
    append_record(&log, content);
    if (log.size() > 1 << 20) {
      log.clear();
    }
  }
}

BENCHMARK(append_log_record);

// A hundred thousand entries of 16 + 100 bytes.
constexpr std::uint64_t kEntries = 100'000;

std::string sstable_file() {
  SstableBuilder builder({});
  const std::string value(100, 'v');
  for (std::uint64_t number = 0; number < kEntries; ++number) {
    builder.add({key_of(2 * number), number, value});
  }
  return std::move(builder).finish();
}

void sstable_build(benchmark::State& state) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = sstable_file().size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEntries));
  state.counters["bytes_per_entry_over_data"] =
      static_cast<double>(bytes) / static_cast<double>(kEntries) - 116;
}

BENCHMARK(sstable_build)->Unit(benchmark::kMillisecond);

void sstable_find(benchmark::State& state) {
  const Sstable table(sstable_file());
  std::uint64_t draw = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.find(key_of(2 * (mix64(++draw) % kEntries))));
  }
}

BENCHMARK(sstable_find);

void sstable_find_absent(benchmark::State& state) {
  const Sstable table(sstable_file());
  std::uint64_t draw = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(table.find(key_of(2 * (mix64(++draw) % kEntries) + 1)));
  }
}

BENCHMARK(sstable_find_absent);

LsmOptions lsm_options(bool has_levels) {
  LsmOptions options{.memtable_bytes_max = 1 << 20, .table_bytes_max = 1 << 20};
  if (!has_levels) {
    options.compaction = TieredCompactionOptions{};
  }
  return options;
}

void lsm_put(benchmark::State& state) {
  LsmTree tree(lsm_options(state.range(0) == 1));
  const std::string value(100, 'v');
  std::uint64_t draw = 0;
  for (auto _ : state) {
    tree.put(key_of(mix64(++draw) % kEntries), value);
    if (tree.memtable_is_full()) {
      tree.flush();
      while (const auto job = tree.next_compaction()) {
        tree.compact(*job);
      }
    }
  }
  state.counters["write_amplification"] = tree.write_amplification();
}

BENCHMARK(lsm_put)->ArgName("levels")->Arg(1)->Arg(0);

// The obvious alternative, which keeps all in memory.
void sorted_map_put(benchmark::State& state) {
  std::map<std::string, std::string> map;
  const std::string value(100, 'v');
  std::uint64_t draw = 0;
  for (auto _ : state) {
    map[key_of(mix64(++draw) % kEntries)] = value;
  }
}

BENCHMARK(sorted_map_put);

void lsm_find(benchmark::State& state) {
  LsmTree tree(lsm_options(state.range(0) == 1));
  for (std::uint64_t write = 0; write < 4 * kEntries; ++write) {
    tree.put(key_of(mix64(write) % kEntries), std::string(100, 'v'));
    if (tree.memtable_is_full()) {
      tree.flush();
      while (const auto job = tree.next_compaction()) {
        tree.compact(*job);
      }
    }
  }
  std::uint64_t draw = 0;
  std::size_t blocks = 0;
  for (auto _ : state) {
    blocks += tree.find(key_of(mix64(++draw) % kEntries)).cost.blocks;
  }
  state.counters["blocks_per_find"] =
      static_cast<double>(blocks) / static_cast<double>(state.iterations());
}

BENCHMARK(lsm_find)->ArgName("levels")->Arg(1)->Arg(0);

void wide_column_query(benchmark::State& state) {
  WideColumnTable table;
  for (std::uint64_t column = 0; column < 10'000; ++column) {
    table.apply({"row", key_of(column), "value", {.time = 1s, .writer = NodeId{1}}});
  }
  std::uint64_t draw = 0;
  for (auto _ : state) {
    const std::string from = key_of(mix64(++draw) % 10'000);
    benchmark::DoNotOptimize(table.query("row", {.from = from, .limit = 20}));
  }
}

BENCHMARK(wide_column_query);

void btree_arithmetic(benchmark::State& state) {
  for (auto _ : state) {
    const BTreeCost tree({.row_bytes = 100}, 1'000'000'000);
    benchmark::DoNotOptimize(tree.write_amplification(tree.update()));
  }
}

BENCHMARK(btree_arithmetic);

}  // namespace
}  // namespace napkin::algorithms
