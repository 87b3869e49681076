#include "models/algorithms/placement/moves.h"

#include <algorithm>
#include <map>
#include <utility>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

__extension__ using Wide = unsigned __int128;  // a number of positions can be 2^64
using FlowCounts = std::map<std::pair<NodeId, NodeId>, Wide>;

void fill_flows(MoveReport& report, const FlowCounts& counts, Wide total) {
  Wide moved = 0;
  for (const auto& [pair, count] : counts) {
    report.flows.push_back(
        {pair.first, pair.second, static_cast<double>(count) / static_cast<double>(total)});
    moved += count;
  }
  report.moved = static_cast<double>(moved) / static_cast<double>(total);
}

void append(std::vector<MoveReport::Range>& ranges, const MoveReport::Range& range) {
  if (!ranges.empty() && ranges.back().last + 1 == range.first &&
      ranges.back().from == range.from && ranges.back().to == range.to) {
    ranges.back().last = range.last;
    return;
  }
  ranges.push_back(range);
}

/// Walks both cuts of the space side by side.
void compare_segments(MoveReport& report, const Segments& before, const Segments& after) {
  const std::uint64_t end = before.space - 1;  // the last position; of 2^64 too
  FlowCounts counts;
  std::size_t b = 0;
  std::size_t a = 0;
  std::uint64_t first = 0;
  while (true) {
    const auto last_of = [end](const Segments& segments, std::size_t i) {
      return i + 1 < segments.list.size() ? segments.list[i + 1].first - 1 : end;
    };
    const std::uint64_t last = std::min(last_of(before, b), last_of(after, a));
    const NodeId from = before.list[b].owner;
    const NodeId to = after.list[a].owner;
    if (from != to) {
      counts[{from, to}] += Wide{last - first} + 1;
      append(report.ranges, {first, last, from, to});
    }
    if (last == end) {
      break;
    }
    b += last_of(before, b) == last ? 1 : 0;
    a += last_of(after, a) == last ? 1 : 0;
    first = last + 1;
  }
  fill_flows(report, counts, Wide{end} + 1);
}

void compare_samples(MoveReport& report,
                     const Placement& before,
                     const Placement& after,
                     std::size_t samples) {
  FlowCounts counts;
  for (std::size_t i = 0; i < samples; ++i) {
    const std::uint64_t hash = mix64(i, 0);
    const NodeId from = before.owner(hash);
    const NodeId to = after.owner(hash);
    if (from != to) {
      counts[{from, to}] += 1;
    }
  }
  fill_flows(report, counts, samples);
}

double total_weight(const Placement& placement) {
  std::uint64_t total = 0;
  for (const Node& node : placement.nodes()) {
    total += node.weight;
  }
  return static_cast<double>(total);
}

/// What the nodes whose fair share grows must receive.
double least_moved(const Placement& before, const Placement& after) {
  const double total_before = total_weight(before);
  const double total_after = total_weight(after);
  double least = 0;
  for (const Node& node : after.nodes()) {
    const Node* const old = before.find(node.id);
    const double share_before = old == nullptr ? 0.0 : old->weight / total_before;
    least += std::max(0.0, node.weight / total_after - share_before);
  }
  return least;
}

}  // namespace

MoveReport moves_between(const Placement& before, const Placement& after, std::size_t samples) {
  NAPKIN_CONTRACT(before.size() > 0 && after.size() > 0);
  NAPKIN_CONTRACT(samples > 0);
  MoveReport report;
  report.least = least_moved(before, after);
  const std::optional<Segments> old_cut = before.segments();
  const std::optional<Segments> new_cut = after.segments();
  report.exact = old_cut && new_cut && old_cut->space == new_cut->space;
  if (report.exact) {
    compare_segments(report, *old_cut, *new_cut);
  } else {
    compare_samples(report, before, after, samples);
  }
  return report;
}

MoveReport moves_on_join(const Placement& placement, const Node& node, std::size_t samples) {
  const std::unique_ptr<Placement> after = placement.clone();
  after->add(node);
  return moves_between(placement, *after, samples);
}

MoveReport moves_on_leave(const Placement& placement, NodeId id, std::size_t samples) {
  const std::unique_ptr<Placement> after = placement.clone();
  const bool was_there = after->remove(id);
  NAPKIN_CONTRACT(was_there);
  return moves_between(placement, *after, samples);
}

}  // namespace napkin::algorithms
