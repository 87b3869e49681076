#include "models/algorithms/placement/balance.h"

#include <algorithm>
#include <cmath>

#include "models/algorithms/base/contract.h"
#include "models/algorithms/hash/mix.h"

namespace napkin::algorithms {
namespace {

using Shares = std::vector<BalanceReport::Share>;

double& share_of(Shares& shares, NodeId id) {
  return std::ranges::lower_bound(shares, id, {}, &BalanceReport::Share::node)->share;
}

/// Differences of the segments' ends wrap as the space does: 0 stands for 2^64.
void measure(Shares& shares, const Segments& segments) {
  const double space = segments.space == 0 ? 0x1p64 : static_cast<double>(segments.space);
  for (std::size_t i = 0; i < segments.list.size(); ++i) {
    const bool is_last = i + 1 == segments.list.size();
    const std::uint64_t end = is_last ? segments.space : segments.list[i + 1].first;
    const std::uint64_t length = end - segments.list[i].first;
    const double positions = length == 0 ? 0x1p64 : static_cast<double>(length);
    share_of(shares, segments.list[i].owner) += positions / space;
  }
}

void sample(Shares& shares, const Placement& placement, std::size_t samples) {
  for (std::size_t i = 0; i < samples; ++i) {
    share_of(shares, placement.owner(mix64(i, 0))) += 1.0;
  }
  for (BalanceReport::Share& share : shares) {
    share.share /= static_cast<double>(samples);
  }
}

}  // namespace

BalanceReport balance_of(const Placement& placement, std::size_t samples) {
  NAPKIN_CONTRACT(placement.size() > 0 && samples > 0);
  BalanceReport report;
  double total_weight = 0;
  for (const Node& node : placement.nodes()) {
    total_weight += node.weight;
  }
  for (const Node& node : placement.nodes()) {
    report.shares.push_back({node.id, 0, node.weight / total_weight});
  }
  const std::optional<Segments> segments = placement.segments();
  report.exact = segments.has_value();
  segments ? measure(report.shares, *segments) : sample(report.shares, placement, samples);
  double squares = 0;
  for (const BalanceReport::Share& share : report.shares) {
    const double ratio = share.share / share.fair;
    squares += (ratio - 1) * (ratio - 1);
    report.largest = std::max(report.largest, ratio);
  }
  report.deviation = std::sqrt(squares / static_cast<double>(placement.size()));
  return report;
}

}  // namespace napkin::algorithms
