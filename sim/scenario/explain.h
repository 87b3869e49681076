#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/node.h"
#include "sim/scenario/value_info.h"
#include "sim/scenario/value_reader.h"

namespace napkin {

/// A line of a scenario as it is in force.
struct ExplainedLine {
  std::string path;    ///< `components.web.replicas`, `timeline[0].at`
  std::size_t indent;  ///< in spaces
  std::string text;    ///< YAML, `replicas: 4` or `- at: 10s`; safe for a terminal
  std::string origin;  ///< `three_tier.yaml:20`, `--set run.seed=7`, `default`; empty for a heading
};

/// Everything that is in force: what the scenario gives, in its order, and behind it in each map
/// the defaults of what it does not give. `names` are what values may call by name. The lines are a
/// scenario again: running them gives the same events.
[[nodiscard]] std::vector<ExplainedLine> explain(const DeclarationInfo& declaration,
                                                 const Node& root,
                                                 const QuantityNames& names);

/// Those at the path and below it, moved to the left; all if the path is empty, none if nothing
/// stands there.
[[nodiscard]] std::vector<ExplainedLine> lines_at(const std::vector<ExplainedLine>& lines,
                                                  std::string_view path);

/// The lines as YAML, each origin in a comment; what does not fit `width` columns goes on in the
/// next line.
[[nodiscard]] std::string explained_text(const std::vector<ExplainedLine>& lines,
                                         std::size_t width = 80);

}  // namespace napkin
