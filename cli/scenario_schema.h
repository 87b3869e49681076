#pragma once

#include <string>

namespace napkin::cli {

/// The JSON Schema of scenarios, with a line for each key, and a line end last.
[[nodiscard]] std::string scenario_schema();

}  // namespace napkin::cli
