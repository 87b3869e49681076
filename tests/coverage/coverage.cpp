#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tests/coverage/experiment.h"

/// Prints, as Markdown, how often the intervals of many independent experiments cover the theory.
///
///     coverage [EXPERIMENTS [THREADS [SMALLEST [LARGEST]]]]
///
/// By default 2000 experiments on all cores. Rows with fewer requests than SMALLEST or more than
/// LARGEST are left out.

namespace napkin::coverage {
namespace {

struct Tally {
  int experiments = 0;
  int shown = 0;
  int covered = 0;
  double half_widths = 0;  // relative, of those shown
};

struct Design {
  double load;
  std::int64_t requests;
};

// For each load a length at which the first values have intervals, and longer ones for the tail.
constexpr Design kDesigns[] = {{0.5, 5'000},
                               {0.5, 20'000},
                               {0.5, 50'000},
                               {0.5, 400'000},
                               {0.8, 20'000},
                               {0.8, 100'000},
                               {0.8, 400'000},
                               {0.8, 4'000'000},
                               {0.9, 100'000},
                               {0.9, 400'000},
                               {0.9, 1'600'000}};

void add(Tally& tally, const Judged& judged) {
  ++tally.experiments;
  if (judged.estimate.has_interval()) {
    ++tally.shown;
    tally.covered += judged.covers() ? 1 : 0;
    tally.half_widths +=
        (*judged.estimate.highest - *judged.estimate.lowest) / 2 / *judged.estimate.value;
  }
}

std::vector<Tally> run(const Design& design, int experiments, int threads) {
  std::vector<std::vector<Judged>> all(static_cast<std::size_t>(experiments));
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < all.size(); index = next++) {
      all[index] = judge({.load = design.load, .requests = design.requests, .seed = index + 1});
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (int helper = 0; helper < threads; ++helper) {
      helpers.emplace_back(work);
    }
  }
  std::vector<Tally> tallies(all.front().size());
  for (const std::vector<Judged>& one : all) {
    for (std::size_t value = 0; value < one.size(); ++value) {
      add(tallies[value], one[value]);
    }
  }
  return tallies;
}

std::string cell(const Tally& tally) {
  const double shown = static_cast<double>(tally.shown);
  // A few of thousands say nothing of how often they cover.
  if (tally.shown * 100 < tally.experiments) {
    return tally.shown == 0 ? "withheld" : fmt::format("withheld (all but {})", tally.shown);
  }
  std::string text = fmt::format(
      "{:.1f}% +-{:.1f}%", 100 * tally.covered / shown, 100 * tally.half_widths / shown);
  if (tally.shown < tally.experiments) {
    text += fmt::format(" ({:.0f}% withheld)", 100 - 100 * shown / tally.experiments);
  }
  return text;
}

struct Range {
  std::int64_t smallest = 0;
  std::int64_t largest = 0;
};

void print_table(int experiments, int threads, const Range& requests) {
  fmt::print("| load | requests | experiments | mean | p50 | p99 | p99.9 |\n");
  fmt::print("|---|---|---|---|---|---|---|\n");
  for (const Design& design : kDesigns) {
    if (design.requests < requests.smallest || design.requests > requests.largest) {
      continue;
    }
    const std::vector<Tally> tallies = run(design, experiments, threads);
    fmt::print("| {} | {} | {} |", design.load, design.requests, experiments);
    for (const Tally& tally : tallies) {
      fmt::print(" {} |", cell(tally));
    }
    fmt::print("\n");
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace napkin::coverage

int main(int argc, char** argv) {
  const int experiments = argc > 1 ? std::atoi(argv[1]) : 2000;
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = argc > 2 ? std::atoi(argv[2]) : cores;
  const std::int64_t smallest = argc > 3 ? std::atoll(argv[3]) : 0;
  const std::int64_t largest = argc > 4 ? std::atoll(argv[4]) : 100'000'000;
  napkin::coverage::print_table(experiments, threads, {smallest, largest});
  return 0;
}
