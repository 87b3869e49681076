// Rows about algorithms as such: the real code is asked directly, a scenario would add nothing.
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "cli/trust/row_plan.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/placement/balance.h"
#include "models/algorithms/placement/hash_ring.h"
#include "models/algorithms/placement/modulo.h"
#include "models/algorithms/placement/moves.h"
#include "models/algorithms/resilience/adaptive_throttle.h"
#include "models/algorithms/sketches/bloom_filter.h"
#include "models/algorithms/sketches/count_min_sketch.h"
#include "models/algorithms/sketches/hyper_log_log.h"
#include "sim/kernel/random.h"

namespace napkin::cli {

namespace {

using algorithms::mix64;

RowPlan direct(std::function<double(std::uint64_t)> experiment, int experiments) {
  return DirectPlanOfRow{.experiment = std::move(experiment), .experiments = experiments};
}

RowPlan bloom(const ReferenceRow&, const RowText& text) {
  const auto items = static_cast<std::uint64_t>(text.number_or("n", 1));
  algorithms::BloomSize size;
  size.bits = static_cast<std::size_t>(text.number_or("bits_per_key", 8)) * items;
  size.hashes = static_cast<int>(text.number_or("k", 1));
  return direct(
      [items, size](std::uint64_t seed) {
        algorithms::BloomFilter filter(size);
        for (std::uint64_t item = 0; item < items; ++item) {
          filter.add(mix64(seed, item));
        }
        std::uint64_t wrong = 0;
        constexpr std::uint64_t kStrangers = 200'000;
        for (std::uint64_t item = 0; item < kStrangers; ++item) {
          wrong += filter.may_contain(mix64(~seed, item)) ? 1 : 0;
        }
        return static_cast<double>(wrong) / static_cast<double>(kStrangers);
      },
      30);
}

/// The root of the mean square of the relative error, over a number of streams.
RowPlan hyper_log_log(const ReferenceRow&, const RowText& text) {
  int precision = 0;
  for (double registers = text.number_or("registers", 1); registers > 1; registers /= 2) {
    ++precision;
  }
  return direct(
      [precision](std::uint64_t seed) {
        constexpr int kStreams = 40;
        constexpr std::uint64_t kItems = 100'000;
        double squares = 0;
        for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
          algorithms::HyperLogLog counter(precision);
          for (std::uint64_t item = 0; item < kItems; ++item) {
            counter.add(mix64(mix64(seed, stream), item));
          }
          const double error = counter.estimate() / static_cast<double>(kItems) - 1;
          squares += error * error;
        }
        return std::sqrt(squares / kStreams);
      },
      10);
}

/// The error, as a share of the stream, that all but one of e^depth items stay below.
RowPlan count_min(const ReferenceRow&, const RowText& text) {
  constexpr double kE = 2.718281828459045;
  algorithms::CountMinSketch::Options options;
  options.error = kE / text.number_or("width", 1000);
  const double depth = text.number_or("depth", 1);
  double beyond = 1;
  for (int row = 0; row < depth; ++row) {
    beyond /= kE;
  }
  options.failure = beyond;
  return direct(
      [options, beyond](std::uint64_t seed) {
        constexpr std::uint64_t kItems = 50'000;
        algorithms::CountMinSketch sketch(options);
        for (std::uint64_t item = 0; item < kItems; ++item) {
          sketch.add(mix64(seed, item));
        }
        std::vector<double> errors;
        for (std::uint64_t item = 0; item < kItems; ++item) {
          const auto excess = static_cast<double>(sketch.estimate(mix64(seed, item)) - 1);
          errors.push_back(excess / static_cast<double>(kItems));
        }
        const auto rank = static_cast<std::ptrdiff_t>((1 - beyond) * kItems);
        std::nth_element(errors.begin(), errors.begin() + rank, errors.end());
        return errors[static_cast<std::size_t>(rank)];
      },
      10);
}

std::vector<algorithms::Node> nodes(std::uint64_t count) {
  std::vector<algorithms::Node> nodes;
  for (std::uint64_t index = 0; index < count; ++index) {
    nodes.push_back({.id = static_cast<algorithms::NodeId>(index)});
  }
  return nodes;
}

double of_ring(std::uint64_t count, std::uint32_t points, std::uint64_t seed, int what) {
  algorithms::HashRing ring({.virtual_nodes = points, .seed = seed});
  ring.add_all(nodes(count));
  const algorithms::BalanceReport report = algorithms::balance_of(ring);
  if (what == 0) {
    return report.deviation * report.deviation;
  }
  double least = report.largest;
  for (const auto& share : report.shares) {
    least = std::min(least, share.share / share.fair);
  }
  return what == 1 ? report.largest : least;
}

RowPlan ring(const ReferenceRow& row, const RowText& text) {
  const auto count = static_cast<std::uint64_t>(text.number_or("n", 1));
  const auto points = static_cast<std::uint32_t>(text.number_or("V", 1));
  const int what = row.metric == "rel_stddev_of_share"        ? 0
                   : row.metric == "mean_max_share_over_mean" ? 1
                   : row.metric == "mean_min_share_over_mean" ? 2
                                                              : -1;
  if (what < 0) {
    return no_plan("no ring measures " + row.metric);
  }
  // Fewer rings where each has a million points; the spread between them is small there.
  const auto rings = static_cast<std::uint64_t>(
      std::clamp(2e6 / (static_cast<double>(count) * points), 3.0, what == 2 ? 4000.0 : 500.0));
  return direct(
      [=](std::uint64_t seed) {
        double sum = 0;
        for (std::uint64_t index = 0; index < rings; ++index) {
          sum += of_ring(count, points, mix64(seed, index), what);
        }
        const double mean = sum / static_cast<double>(rings);
        return what == 0 ? std::sqrt(mean) : mean;
      },
      10);
}

/// The share of its keys that a key-value store hands to a node that joins.
RowPlan joined_store(double count) {
  ScenarioPlanOfRow plan;
  plan.file = "rebalance.yaml";
  plan.set("params.nodes", number_text(count));
  plan.duration = 20'000;
  plan.relaxation = 0;
  plan.metric = [](const RunResult& result) -> std::optional<double> {
    double moved = 0;
    for (const ComponentResult& component : result.components) {
      for (const InstanceResult& node : component.instances) {
        const auto value = std::ranges::find(node.values, "moved", &NamedValue::name);
        moved += value == node.values.end() ? 0 : value->value;
      }
    }
    const auto written = static_cast<double>(result.operations.front().tally.finished());
    return written > 0 ? std::optional(moved / written) : std::nullopt;
  };
  return plan;
}

/// On a ring, a store that a node joins; modulo, which no store of ours does, the placement itself.
RowPlan rebalancing(const ReferenceRow& row, const RowText& text) {
  const auto count = static_cast<std::uint64_t>(text.number_or("n", 1));
  if (!row.discipline.starts_with("modulo")) {
    return joined_store(static_cast<double>(count));
  }
  return direct(
      [count](std::uint64_t seed) {
        algorithms::ModuloPlacement before;
        before.add_all(nodes(count));
        const std::unique_ptr<algorithms::Placement> after = before.clone();
        after->add({.id = static_cast<algorithms::NodeId>(count)});
        constexpr std::uint64_t kKeys = 100'000;
        std::uint64_t moved = 0;
        for (std::uint64_t key = 0; key < kKeys; ++key) {
          const std::uint64_t hash = mix64(seed, key);
          moved += before.owner(hash) != after->owner(hash) ? 1 : 0;
        }
        return static_cast<double>(moved) / static_cast<double>(kKeys);
      },
      20);
}

/// Mean over largest load, where each key is kept by three nodes (Dynamo, section 6.2). `pieces`
/// are positions and how much of the key space each stands for.
double efficiency(const algorithms::HashRing& ring,
                  std::uint64_t count,
                  const std::vector<std::pair<std::uint64_t, double>>& pieces,
                  std::size_t copies) {
  std::vector<double> loads(count);
  std::vector<algorithms::NodeId> preference(copies);
  double total = 0;
  for (const auto& [position, share] : pieces) {
    const std::size_t found = ring.owners(position, preference);
    for (std::size_t index = 0; index < found; ++index) {
      loads[algorithms::number_of(preference[index])] += share;
      total += share;
    }
  }
  return total / static_cast<double>(count) / *std::ranges::max_element(loads);
}

/// Strategy 1: the arcs between random tokens. Strategy 2: equal partitions, placed by the tokens.
RowPlan dynamo(const ReferenceRow& row, const RowText& text) {
  const auto count = static_cast<std::uint64_t>(text.number_or("S", 1));
  const auto tokens = static_cast<std::uint32_t>(text.number_or("T", 1));
  const auto copies = static_cast<std::size_t>(text.number_or("N", 3));
  const double partitions = row.model.ends_with("2") ? text.number_or("Q", 1) : 0;
  return direct(
      [=](std::uint64_t seed) {
        algorithms::HashRing ring({.virtual_nodes = tokens, .seed = mix64(seed, 1)});
        ring.add_all(nodes(count));
        std::vector<std::pair<std::uint64_t, double>> pieces;
        for (double index = 0; index < partitions; ++index) {
          pieces.emplace_back(static_cast<std::uint64_t>(index / partitions * 0x1p64), 1);
        }
        if (pieces.empty()) {
          const auto segments = ring.segments()->list;
          for (std::size_t index = 0; index < segments.size(); ++index) {
            const std::uint64_t end = index + 1 < segments.size() ? segments[index + 1].first : 0;
            const std::uint64_t length = end - segments[index].first;
            pieces.emplace_back(segments[index].first, static_cast<double>(length));
          }
        }
        return efficiency(ring, count, pieces, copies);
      },
      tokens >= 100 ? 60 : 200);
}

/// One value of the formula, as the throttle computes it; its steady state is a scenario.
double rejection(double requests, double accepts, double k) {
  algorithms::AdaptiveThrottle throttle({.k = k});
  const algorithms::Time now{0};
  for (int count = 0; count < requests; ++count) {
    (void)throttle.admit(now, 0.5);
  }
  for (int count = 0; count < accepts; ++count) {
    throttle.on_accepted(now);
  }
  return throttle.rejection_probability(now);
}

const RowModel kModels[] = {
    {"Bloom filter", bloom},
    {"HyperLogLog", hyper_log_log},
    {"Count-Min", count_min},
    {"consistent hashing", ring},
    {"rebalancing", rebalancing},
    {"Dynamo partitioning strategy 1", dynamo},
    {"Dynamo partitioning strategy 2", dynamo},
};

}  // namespace

RowPlan plan_rejection(const RowText& text) {
  const double requests = text.number_or("requests", 0);
  const double accepts = text.number_or("accepts", 0);
  const double k = text.number_or("K", 2);
  return DirectPlanOfRow{
      .experiment = [=](std::uint64_t) { return rejection(requests, accepts, k); },
      .experiments = 1};
}

}  // namespace napkin::cli
