// Nanoseconds for each identifier, and Boost.Uuid beside ours.
#include <cstdint>
#include <random>

#include <benchmark/benchmark.h>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "models/algorithms/hash/mix.h"
#include "models/algorithms/identifiers/base62.h"
#include "models/algorithms/identifiers/snowflake.h"
#include "models/algorithms/identifiers/uuid.h"

namespace napkin::algorithms {
namespace {

void snowflake_next(benchmark::State& state) {
  Snowflake ids({});
  Time now = SnowflakeLayout::kTwitterEpoch;
  for (auto _ : state) {
    now += 300ns;  // 3,334 in each millisecond
    benchmark::DoNotOptimize(ids.next(now));
  }
}

void uuid_version_4(benchmark::State& state) {
  std::mt19937 random(1);
  for (auto _ : state) {
    const std::uint64_t high = std::uint64_t{random()} << 32 | random();
    const std::uint64_t low = std::uint64_t{random()} << 32 | random();
    benchmark::DoNotOptimize(Uuid::version_4(high, low));
  }
}

void boost_uuid_version_4(benchmark::State& state) {
  std::mt19937 random(1);
  boost::uuids::basic_random_generator<std::mt19937> generator(random);
  for (auto _ : state) {
    benchmark::DoNotOptimize(generator());
  }
}

void uuid_to_string(benchmark::State& state) {
  const Uuid uuid = Uuid::version_4(mix64(1), mix64(2));
  for (auto _ : state) {
    benchmark::DoNotOptimize(uuid.to_string());
  }
}

void boost_uuid_to_string(benchmark::State& state) {
  const boost::uuids::uuid uuid = boost::uuids::random_generator_mt19937()();
  for (auto _ : state) {
    benchmark::DoNotOptimize(boost::uuids::to_string(uuid));
  }
}

void uuid_version_7(benchmark::State& state) {
  UuidV7Generator ids;
  std::uint64_t step = 0;
  for (auto _ : state) {
    ++step;
    benchmark::DoNotOptimize(ids.next(Duration{step * 1'000}, mix64(step), mix64(step, 1)));
  }
}

void base62_round_trip(benchmark::State& state) {
  std::uint64_t step = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(from_base62(to_base62(mix64(++step) >> 22)));  // 42 bits: seven digits
  }
}

BENCHMARK(snowflake_next);
BENCHMARK(uuid_version_4);
BENCHMARK(boost_uuid_version_4);
BENCHMARK(uuid_to_string);
BENCHMARK(boost_uuid_to_string);
BENCHMARK(uuid_version_7);
BENCHMARK(base62_round_trip);

}  // namespace
}  // namespace napkin::algorithms
