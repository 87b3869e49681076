#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/checked_scenario.h"

namespace napkin::reports {

/// What a check found as Markdown, for the summary of a CI job or a comment: a table per scenario.
[[nodiscard]] std::string markdown_summary(std::span<const CheckedScenario> scenarios);

/// A text of a scenario inside a line of Markdown: it can neither format, link, mention, nor leave
/// its cell. Control characters and bytes that are not UTF-8 as \xNN.
[[nodiscard]] std::string escape_for_markdown(std::string_view text);

}  // namespace napkin::reports
