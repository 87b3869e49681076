#include "reports/format_registry.h"
#include "reports/markdown.h"

namespace napkin::reports {

namespace {

std::vector<OutputFile> render(const RunResult& result) {
  const CheckedScenario scenario = checked_scenario(result.scenario.file_name, result);
  return {{"summary.md", markdown_summary({&scenario, 1})}};
}

const FormatRegistration kRegistration(
    {"summary_md", "summary.md", "objectives and claims in Markdown, for CI summaries", render});

}  // namespace

}  // namespace napkin::reports
