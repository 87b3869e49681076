#include "reports/format_registry.h"
#include "reports/junit.h"

namespace napkin::reports {

namespace {

std::vector<OutputFile> render(const RunResult& result) {
  const CheckedScenario scenario = checked_scenario(result.scenario.file_name, result);
  return {{"junit.xml", junit_xml({&scenario, 1})}};
}

const FormatRegistration kRegistration(
    {"junit_xml", "junit.xml", "objectives and claims as tests, for CI systems", render});

}  // namespace

}  // namespace napkin::reports
