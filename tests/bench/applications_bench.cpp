// Cost of the algorithms behind feeds, autocomplete, crawlers, drives and places.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/crawler/robots.h"
#include "models/algorithms/crawler/url.h"
#include "models/algorithms/feed/feed_merge.h"
#include "models/algorithms/geo/geohash.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/sync/content_chunks.h"
#include "models/algorithms/sync/delta.h"
#include "models/algorithms/text/suggestion_trie.h"

namespace napkin::algorithms {
namespace {

std::string query_of(std::uint64_t index) {
  std::string query;
  for (std::uint64_t bits = mix64(index), i = 0; i < 4 + bits % 8; ++i) {
    query.push_back(static_cast<char>('a' + mix64(index, i) % 26));
  }
  return query;
}

void suggestion_trie_suggest(benchmark::State& state) {
  SuggestionTrie trie({});
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    trie.set(query_of(i), 1 + mix64(i) % 1'000);
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    const std::string query = query_of(++call % 20'000);
    benchmark::DoNotOptimize(trie.suggest(std::string_view(query).substr(0, 3)));
  }
}

BENCHMARK(suggestion_trie_suggest);

void sorted_map_suggest(benchmark::State& state) {
  std::map<std::string, std::uint64_t> queries;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    queries[query_of(i)] = 1 + mix64(i) % 1'000;
  }
  std::uint64_t call = 0;
  for (auto _ : state) {
    const std::string prefix = query_of(++call % 20'000).substr(0, 3);
    std::vector<std::pair<std::uint64_t, std::string_view>> found;
    for (auto at = queries.lower_bound(prefix);
         at != queries.end() && at->first.starts_with(prefix);
         ++at) {
      found.emplace_back(at->second, at->first);
    }
    std::sort(found.rbegin(), found.rend());
    benchmark::DoNotOptimize(found);
  }
}

BENCHMARK(sorted_map_suggest);

std::vector<std::vector<std::uint64_t>> feeds_of(std::int64_t authors) {
  std::vector<std::vector<std::uint64_t>> lists(static_cast<std::size_t>(authors));
  for (std::uint64_t i = 0; i < lists.size(); ++i) {
    for (std::uint64_t j = 0; j < 100; ++j) {
      lists[i].push_back(mix64(i, j));
    }
    std::sort(lists[i].rbegin(), lists[i].rend());
  }
  return lists;
}

void feed_merge_newest(benchmark::State& state) {
  const auto lists = feeds_of(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(merge_newest(lists, 20));
  }
}

BENCHMARK(feed_merge_newest)->Arg(10)->Arg(1'000);

void feed_sort_everything(benchmark::State& state) {
  const auto lists = feeds_of(state.range(0));
  for (auto _ : state) {
    std::vector<std::uint64_t> all;
    for (const auto& list : lists) {
      all.insert(all.end(), list.begin(), list.end());
    }
    std::partial_sort(all.begin(), all.begin() + 20, all.end(), std::greater<>());
    benchmark::DoNotOptimize(all);
  }
}

BENCHMARK(feed_sort_everything)->Arg(10)->Arg(1'000);

std::vector<std::byte> random_file(std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<std::byte>(mix64(i + 1));
  }
  return bytes;
}

void content_chunker_split(benchmark::State& state) {
  const auto file = random_file(1 << 22);
  const ContentChunker chunker({});
  for (auto _ : state) {
    benchmark::DoNotOptimize(chunker.split(file));
  }
  state.SetBytesProcessed(state.iterations() * (1 << 22));
}

BENCHMARK(content_chunker_split)->Unit(benchmark::kMillisecond);

std::uint64_t strong_hash(std::span<const std::byte> bytes) {
  std::uint64_t hash = 0;
  for (const std::byte byte : bytes) {
    hash = mix64(hash, std::to_integer<std::uint64_t>(byte));
  }
  return hash;
}

void delta_of_an_edited_file(benchmark::State& state) {
  const auto before = random_file(1 << 20);
  auto after = before;
  after.insert(after.begin() + 500'000, 1'000, std::byte{1});
  const BlockSignature signature(before, 700, strong_hash);
  for (auto _ : state) {
    benchmark::DoNotOptimize(make_delta(after, signature, strong_hash));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(after.size()));
}

BENCHMARK(delta_of_an_edited_file)->Unit(benchmark::kMillisecond);

void geohash_encoding(benchmark::State& state) {
  std::uint64_t call = 0;
  for (auto _ : state) {
    ++call;
    const GeoPoint point{static_cast<double>(mix64(call) % 180) - 90,
                         static_cast<double>(mix64(call, 1) % 360) - 180};
    benchmark::DoNotOptimize(geohash_encode(point, 8));
  }
}

BENCHMARK(geohash_encoding);

void url_normalizing(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        normalize_url("HTTP://Example.COM:80/a/./b/../c%7e?q=%c3%a9&page=2#top"));
  }
}

BENCHMARK(url_normalizing);

void robots_allows(benchmark::State& state) {
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 50; ++i) {
    text += "Disallow: /private/" + std::to_string(i) + "/*.html$\n";
  }
  const RobotsRules rules = RobotsRules::parse(text, "napkinbot");
  for (auto _ : state) {
    benchmark::DoNotOptimize(rules.allows("/private/42/some/page.html"));
  }
}

BENCHMARK(robots_allows);

}  // namespace
}  // namespace napkin::algorithms
