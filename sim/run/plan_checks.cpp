#include "sim/run/plan_checks.h"

#include <algorithm>
#include <cmath>

#include "sim/scenario/quantity.h"

namespace napkin {

void check_memory(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  const auto budget = static_cast<double>(plan.keys.run.budget.memory);
  double sum = 0;
  MemoryNeed largest;
  const ScenarioPlan::Part* guilty = nullptr;
  for (const ScenarioPlan::Part& part : plan.parts) {
    for (const MemoryNeed& need : part.plan->memory_needs()) {
      sum += need.bytes;
      if (need.bytes > largest.bytes) {
        largest = need;
        guilty = &part;
      }
    }
  }
  if (guilty == nullptr || sum <= budget) {
    return;
  }
  constexpr double kMebibyte = 1024 * 1024;
  const auto text_of = [](double bytes) {
    const double whole_mebibytes = std::ceil(std::min(bytes, 1e18) / kMebibyte) * kMebibyte;
    return format_quantity(make_quantity(QuantityKind::kBytes, whole_mebibytes));
  };
  const Node node = guilty->node.at(largest.key);
  diagnostics.error(node ? node : guilty->node,
                    largest.key + " of " + guilty->name + " needs about " + text_of(largest.bytes) +
                        " of memory; the budget for everything is " + text_of(budget),
                    "lower it, or raise run.budget.memory");
}

void check_region_names(const ScenarioPlan& plan, Diagnostics& diagnostics) {
  for (const NodeEntry& entry : plan.root.at("regions").entries()) {
    if (!parse_address(entry.key).address || entry.key.find_first_of(".[") != std::string::npos) {
      diagnostics.error(entry,
                        "\"" + entry.key + "\" cannot be the name of a region",
                        "letters, digits, _ and -, beginning with a letter");
    }
  }
}

void check_line(const LinkKeys& link, const Node& node, Diagnostics& diagnostics) {
  constexpr double kLatencyMin = 10e3;
  if (link.line.latency && link.line.latency->mean() < kLatencyMin) {
    const Node latency = node.at("latency");
    diagnostics.error(latency ? latency : node,
                      "latency: no two regions are closer than 10us",
                      "write 10us or more, or make them zones of one region");
  }
  if (link.between.size() == 2 && link.between[0] == link.between[1]) {
    diagnostics.error(node, "between: a line joins two different regions", "");
  }
}

}  // namespace napkin
