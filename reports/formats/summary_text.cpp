#include "reports/format_registry.h"
#include "reports/terminal_summary.h"

namespace napkin::reports {

namespace {

std::vector<OutputFile> render(const RunResult& result) {
  return {{"summary.txt", terminal_summary(result)}};
}

const FormatRegistration kRegistration(
    {"summary_text", "summary.txt", "what the terminal shows, in 80 columns", render});

}  // namespace

}  // namespace napkin::reports
