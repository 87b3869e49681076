#include "cli/scenario_schema.h"

#include <cstddef>

#include <nlohmann/json.hpp>

#include "sim/run/scenario_keys.h"
#include "sim/scenario/schema.h"

namespace napkin::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Down to the keys of a map each has a line of its own, so that versions can be compared.
std::string in_lines(const Json& value, std::size_t depth) {
  constexpr std::size_t kDepthOfKeys = 4;
  if (!value.is_object() || value.empty() || depth == kDepthOfKeys) {
    return value.dump();
  }
  std::string text;
  for (const auto& [key, member] : value.items()) {
    text += (text.empty() ? "\n" : ",\n") + std::string(depth + 1, ' ') + Json(key).dump() + ": " +
            in_lines(member, depth + 1);
  }
  return "{" + text + "\n" + std::string(depth, ' ') + "}";
}

}  // namespace

std::string scenario_schema() {
  const std::string compact =
      json_schema(declaration_of<ScenarioKeys>().info(), "Scenario of napkin");
  return in_lines(Json::parse(compact), 0) + "\n";
}

}  // namespace napkin::cli
