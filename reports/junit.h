#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/checked_scenario.h"

namespace napkin::reports {

/// What a check found as JUnit XML, the format that CI systems read (the schema is that of
/// Jenkins): a suite per scenario, a test per objective and claim, and one for the run itself.
/// Missed is a failure; inconclusive, and what could not be run, an error.
[[nodiscard]] std::string junit_xml(std::span<const CheckedScenario> scenarios);

/// A text of a scenario as the content or an attribute of XML: control characters and bytes that
/// are not UTF-8 as \xNN, the five special characters as entities.
[[nodiscard]] std::string escape_for_xml(std::string_view text);

}  // namespace napkin::reports
