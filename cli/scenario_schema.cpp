#include "cli/scenario_schema.h"

#include <nlohmann/json.hpp>

#include "sim/run/scenario_keys.h"
#include "sim/scenario/schema.h"

namespace napkin::cli {

std::string scenario_schema() {
  const std::string compact =
      json_schema(declaration_of<ScenarioKeys>().info(), "Scenario of napkin");
  return nlohmann::ordered_json::parse(compact).dump(1) + "\n";
}

}  // namespace napkin::cli
