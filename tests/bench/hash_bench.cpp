// Hashes over keys of typical lengths, beside std::hash. Read: ns per operation, and bytes per
// second.
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "models/algorithms/hash/crc16.h"
#include "models/algorithms/hash/digest.h"
#include "models/algorithms/hash/fnv1a.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/hash/murmur3.h"
#include "models/algorithms/hash/xxh3.h"
#include "models/algorithms/hash/xxhash.h"

namespace napkin::algorithms {
namespace {

template <auto kHash>
void hash_bytes(benchmark::State& state) {
  std::string key(static_cast<std::size_t>(state.range(0)), 'k');
  for (auto _ : state) {
    benchmark::DoNotOptimize(key.data());
    benchmark::DoNotOptimize(kHash(key));
    ++key[0];
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

constexpr auto kStandard = [](std::string_view key) { return std::hash<std::string_view>{}(key); };
constexpr auto kXxh64 = [](std::string_view key) { return xxh64(key); };
constexpr auto kXxh3 = [](std::string_view key) { return xxh3_64(key); };
constexpr auto kMurmur32 = [](std::string_view key) { return murmur3_x86_32(key); };
constexpr auto kMurmur128 = [](std::string_view key) { return murmur3_x64_128(key).low; };
constexpr auto kFnv = [](std::string_view key) { return fnv1a_64(key); };
constexpr auto kCrc = [](std::string_view key) { return crc16(key); };
constexpr auto kMd5 = [](std::string_view key) { return md5(key)[0]; };
constexpr auto kSha256 = [](std::string_view key) { return sha256(key)[0]; };

#define NAPKIN_HASH_BENCHMARK(hash) \
  BENCHMARK(hash_bytes<hash>)->Name("hash/" #hash)->Arg(8)->Arg(16)->Arg(64)->Arg(4096)

NAPKIN_HASH_BENCHMARK(kStandard);
NAPKIN_HASH_BENCHMARK(kXxh64);
NAPKIN_HASH_BENCHMARK(kXxh3);
NAPKIN_HASH_BENCHMARK(kMurmur32);
NAPKIN_HASH_BENCHMARK(kMurmur128);
NAPKIN_HASH_BENCHMARK(kFnv);
NAPKIN_HASH_BENCHMARK(kCrc);
NAPKIN_HASH_BENCHMARK(kMd5);
NAPKIN_HASH_BENCHMARK(kSha256);

void mix_number(benchmark::State& state) {
  std::uint64_t x = 1;
  for (auto _ : state) {
    x = mix64(x);
    benchmark::DoNotOptimize(x);
  }
}

BENCHMARK(mix_number)->Name("hash/mix64");

}  // namespace
}  // namespace napkin::algorithms
