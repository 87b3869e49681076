// What one draw costs. Run in release.
#include <benchmark/benchmark.h>

#include "sim/kernel/laws.h"
#include "sim/kernel/math.h"
#include "sim/kernel/random.h"

namespace napkin {
namespace {

RandomStream stream() {
  return {42, "bench", "draw"};
}

void random_word(benchmark::State& state) {
  RandomStream random = stream();
  for (auto _ : state) {
    benchmark::DoNotOptimize(random.next());
  }
}

BENCHMARK(random_word);

void uniform_number(benchmark::State& state) {
  RandomStream random = stream();
  for (auto _ : state) {
    benchmark::DoNotOptimize(random.uniform());
  }
}

BENCHMARK(uniform_number);

void named_stream(benchmark::State& state) {
  std::uint64_t replication = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        RandomStream(42, "threads.shard[3].primary", "service", ++replication));
  }
}

BENCHMARK(named_stream);

void logarithm(benchmark::State& state) {
  double x = 0.3;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(math::log(x));
  }
}

BENCHMARK(logarithm);

void exponential_function(benchmark::State& state) {
  double x = 0.3;
  for (auto _ : state) {
    benchmark::DoNotOptimize(x);
    benchmark::DoNotOptimize(math::exp(x));
  }
}

BENCHMARK(exponential_function);

void draw(benchmark::State& state, const Law& law) {
  RandomStream random = stream();
  for (auto _ : state) {
    benchmark::DoNotOptimize(law.sample(random));
  }
}

BENCHMARK_CAPTURE(draw, constant, laws::constant(1));
BENCHMARK_CAPTURE(draw, exponential, laws::exponential(1));
BENCHMARK_CAPTURE(draw, uniform, laws::uniform(0, 1));
BENCHMARK_CAPTURE(draw, lognormal, laws::lognormal(1, 1));
BENCHMARK_CAPTURE(draw, normal, laws::normal(0, 1));
BENCHMARK_CAPTURE(draw,
                  percentiles,
                  laws::through_percentiles({{0.5, 2}, {0.99, 20}, {0.999, 90}}));
BENCHMARK_CAPTURE(draw, weibull, laws::weibull(1, 2));
BENCHMARK_CAPTURE(draw, pareto, laws::pareto(1, 1.5));
BENCHMARK_CAPTURE(draw, gamma, laws::gamma(2.3, 1));
BENCHMARK_CAPTURE(draw, erlang_4, laws::erlang(4, 1));
BENCHMARK_CAPTURE(draw, poisson_5, laws::poisson(5));
BENCHMARK_CAPTURE(draw, poisson_1000, laws::poisson(1000));
BENCHMARK_CAPTURE(draw, zipf_1e6_099, laws::zipf(1'000'000, 0.99));
BENCHMARK_CAPTURE(draw, zipf_1e9_099, laws::zipf(1'000'000'000, 0.99));
BENCHMARK_CAPTURE(draw, zipf_1e9_1, laws::zipf(1'000'000'000, 1));
BENCHMARK_CAPTURE(draw, discrete_3, laws::discrete({1, 2, 3}, {5, 3, 1}));
BENCHMARK_CAPTURE(draw,
                  mixture_2,
                  laws::mixture({laws::exponential(1), laws::exponential(9)}, {9, 1}));

}  // namespace
}  // namespace napkin

BENCHMARK_MAIN();
