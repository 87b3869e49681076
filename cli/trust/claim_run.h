#pragma once

#include <filesystem>  // path
#include <vector>      // vector

#include "cli/trust/row_run.h"
#include "cli/trust/trust_table.h"

namespace napkin::cli {

/// The scenarios of a folder that stand for themselves: its .yaml files, by name; not those below.
[[nodiscard]] std::vector<std::filesystem::path> scenarios_in(const std::filesystem::path& folder);

/// Runs the scenarios, each with replications, and holds their claims against the means, in the
/// order of the files. A claim is met when the mean is within its tolerance, and, where theory
/// proves the value, the 99 % interval holds it; who misses gets a second look as rows do.
[[nodiscard]] std::vector<TrustLine> run_claims(const std::vector<std::filesystem::path>& files,
                                                Reach reach,
                                                const RowRunOptions& options);

}  // namespace napkin::cli
