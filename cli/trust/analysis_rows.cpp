// Rows that are formulas: what the analysis computes. They have no interval.
#include "cli/trust/row_plan.h"
#include "sim/analysis/birth_death.h"
#include "sim/analysis/closed_network.h"
#include "sim/analysis/scalability.h"

namespace napkin::cli {

namespace {

RowPlan computed(double value) {
  return DirectPlanOfRow{
      .experiment = [value](std::uint64_t) { return value; }, .experiments = 1, .how = "analysis"};
}

RowPlan scalability(const ReferenceRow& row, const RowText& text) {
  const analysis::Scalability law{1, text.number_or("sigma", 0), text.number_or("kappa", 0)};
  if (row.metric == "N_peak") {
    return computed(law.peak());
  }
  return row.metric == "relative_capacity" ? computed(law.relative_capacity(text.number_or("N", 1)))
                                           : no_plan("no analysis computes " + row.metric);
}

/// Nodes fail and are repaired independently of each other, so that each is up for a share p of the
/// time; available while k of n are up.
RowPlan quorum(const ReferenceRow& row, const RowText& text) {
  const auto nodes = static_cast<int>(text.number_or("n", 1));
  const auto needed = static_cast<int>(text.number_or("k", 1));
  const double p = text.number_or("p", 1);
  if (row.metric != "availability") {
    return no_plan("no analysis computes " + row.metric);
  }
  analysis::BirthDeathChain chain;
  for (int down = 0; down < nodes; ++down) {
    chain.up.push_back((nodes - down) * (1 - p));
    chain.down.push_back((down + 1) * p);
  }
  const std::vector<double> shares = analysis::stationary_shares(chain);
  double available = 0;
  for (int down = 0; down <= nodes - needed; ++down) {
    available += shares[static_cast<std::size_t>(down)];
  }
  return computed(available);
}

RowPlan data_loss(const ReferenceRow& row, const RowText& text) {
  const auto replicas = static_cast<int>(text.number_or("n", 1));
  if (row.metric != "mean_time_to_loss") {
    return no_plan("no analysis computes " + row.metric);
  }
  analysis::BirthDeathChain chain;
  for (int down = 0; down < replicas; ++down) {
    chain.up.push_back((replicas - down) / text.number_or("MTTF", 1));
    chain.down.push_back((down + 1) / text.number_or("MTTR", 1));
  }
  return computed(analysis::mean_time_to_last(chain));
}

const RowModel kModels[] = {
    {"USL", scalability},
    {"quorum availability", quorum},
    {"MTTDL", data_loss},
};

}  // namespace

RowPlan plan_saturation(const std::vector<double>& demands, double think) {
  std::vector<analysis::ClosedStation> stations;
  for (const double demand : demands) {
    stations.push_back({.name = {}, .mean_service = demand});
  }
  return computed(analysis::saturation_users(stations, think));
}

}  // namespace napkin::cli
