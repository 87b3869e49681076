#include "sim/scenario/help.h"

#include <memory>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/declaration.h"
#include "sim/scenario/loader.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/workload.h"

namespace napkin {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

enum class Mode { kFast, kSafe };

struct Step {
  Duration work{};
  std::vector<Step> parallel;
};

void declare(Declaration<Step>& keys) {
  keys.duration("work", &Step::work).otherwise("1ms").help("time on a core");
  keys.list_of("parallel", &Step::parallel, values::object<Step>());
}

struct Retry {
  std::int64_t attempts = 0;
};

void declare(Declaration<Retry>& keys) {
  keys.count("attempts", &Retry::attempts).at_least(1).otherwise("3");
}

struct Service {
  std::int64_t replicas = 0;
  Mode mode = Mode::kFast;
  Law cost;
  Retry retry;
  std::vector<Step> steps;
  std::vector<std::pair<std::string, Step>> on;
  std::optional<double> share;
};

void declare(Declaration<Service>& keys) {
  keys.about("Runs steps on hosts");
  keys.count("replicas", &Service::replicas).at_least(1).at_most(1000).required().help("how many");
  keys.choice<Mode>("mode", &Service::mode, {{"fast", Mode::kFast}, {"safe", Mode::kSafe}})
      .otherwise("fast");
  keys.law("cost", &Service::cost).otherwise("{exponential: 4ms}");
  keys.object("retry", &Service::retry);
  keys.list_of("steps", &Service::steps, values::object<Step>());
  keys.map_of("on", &Service::on, values::object<Step>());
  keys.ratio("share", &Service::share);
}

Node load(std::string text) {
  Diagnostics diagnostics;
  const Node node =
      load_text(std::make_shared<Source>(Source{"a.yaml", std::move(text)}), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render(diagnostics);
  return node;
}

TEST(Help, ListsKeysWithTypesDefaultsAndBounds) {
  const std::string text = help_text(declaration_of<Service>().info());
  EXPECT_THAT(text, HasSubstr("Runs steps on hosts\n\n"));
  EXPECT_THAT(text,
              HasSubstr("  replicas          count; required; at least 1, at most 1000\n"
                        "                    how many\n"));
  EXPECT_THAT(text, HasSubstr("  mode              fast | safe; default fast\n"));
  EXPECT_THAT(text, HasSubstr("law of a duration; default {exponential: 4ms}"));
  EXPECT_THAT(text, HasSubstr("    attempts        count; default 3; at least 1\n"));
}

struct Wordy {
  Duration a_name_longer_than_its_column{};
};

void declare(Declaration<Wordy>& keys) {
  keys.about(std::string(30, 'x') + " " + std::string(30, 'y') + " " + std::string(30, 'z'));
  keys.topic("wordy");
  keys.duration("a_name_longer_than_its_column", &Wordy::a_name_longer_than_its_column)
      .otherwise("1ms")
      .help("words and words and words and words and words and words and words and words");
}

TEST(Help, FitsEightyColumns) {
  std::istringstream text(help_text(declaration_of<Wordy>().info()));
  int lines = 0;
  for (std::string line; std::getline(text, line); ++lines) {
    EXPECT_LE(line.size(), 80U) << line;
  }
  EXPECT_EQ(lines, 6);
}

TEST(Help, NamesADeclarationWithinItself) {
  EXPECT_THAT(help_text(declaration_of<Step>().info()), HasSubstr("the same keys again"));
}

TEST(Help, TellsTheDefaultsInForce) {
  std::vector<std::string> found;
  const Node node =
      load("{replicas: 2, steps: [{work: 2ms}, {}], on: {send: {parallel: [{}]}}, retry: {}}");
  for (const DefaultInForce& each :
       defaults_in_force(declaration_of<Service>().info(), node, "components.api")) {
    found.push_back(each.path + " = " + each.text);
  }
  EXPECT_THAT(found,
              ::testing::ElementsAre("components.api.mode = fast",
                                     "components.api.cost = {exponential: 4ms}",
                                     "components.api.retry.attempts = 3",
                                     "components.api.steps[1].work = 1ms",
                                     "components.api.on.send.work = 1ms",
                                     "components.api.on.send.parallel[0].work = 1ms"));
}

// Whether a schema of the few words that we write accepts a value.
bool accepts(const json& schema, const json& value, const json& root);

bool is_of_type(const std::string& type, const json& value) {
  return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
         (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean()) ||
         (type == "null" && value.is_null()) || (type == "integer" && value.is_number_integer()) ||
         (type == "number" && value.is_number());
}

bool accepts_type(const json& type, const json& value) {
  return type.is_string() ? is_of_type(type, value)
                          : std::any_of(type.begin(), type.end(), [&](const json& one) {
                              return is_of_type(one, value);
                            });
}

bool accepts_members(const json& schema, const json& value, const json& root) {
  const json properties = schema.value("properties", json::object());
  const json patterns = schema.value("patternProperties", json::object());
  const auto is_patterned = [&](const std::string& key) {
    return !patterns.empty() && std::regex_search(key, std::regex(patterns.begin().key()));
  };
  for (const auto& [key, member] : value.items()) {
    if (!properties.contains(key) && is_patterned(key)) {
      continue;  // our patterns take any value
    }
    if (properties.contains(key)
            ? !accepts(properties[key], member, root)
            : !accepts(schema.value("additionalProperties", json(true)), member, root)) {
      return false;
    }
  }
  const json required = schema.value("required", json::array());
  return std::all_of(required.begin(), required.end(), [&](const json& key) {
    return value.contains(key.get<std::string>());
  });
}

bool accepts(const json& schema, const json& value, const json& root) {
  if (schema.is_boolean()) {
    return schema.get<bool>();
  }
  if (schema.contains("$ref")) {
    const std::string reference = schema["$ref"];
    return accepts(root.at(json::json_pointer(reference.substr(1))), value, root);
  }
  const auto fits = [&](const json& each) { return accepts(each, value, root); };
  const json any = schema.value("anyOf", json::array());
  const json all = schema.value("allOf", json::array());
  const bool branch = !schema.contains("if") || !accepts(schema["if"], value, root) ||
                      accepts(schema["then"], value, root);
  const json choices = schema.value("enum", json::array());
  return branch && (any.empty() || std::any_of(any.begin(), any.end(), fits)) &&
         std::all_of(all.begin(), all.end(), fits) &&
         (!schema.contains("type") || accepts_type(schema["type"], value)) &&
         (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) &&
         (!schema.contains("const") || schema["const"] == value) &&
         (!schema.contains("pattern") || !value.is_string() ||
          std::regex_search(value.get<std::string>(),
                            std::regex(schema["pattern"].get<std::string>()))) &&
         (!value.is_object() || accepts_members(schema, value, root)) &&
         (!value.is_array() || !schema.contains("items") ||
          std::all_of(value.begin(), value.end(), [&](const json& item) {
            return accepts(schema["items"], item, root);
          }));
}

TEST(Schema, IsJsonOfDraft07) {
  const json schema = json::parse(json_schema(declaration_of<Service>().info(), "A \"service\""));
  EXPECT_EQ(schema["$schema"], "http://json-schema.org/draft-07/schema#");
  EXPECT_EQ(schema["title"], "A \"service\"");
  EXPECT_EQ(schema["required"], json::array({"replicas"}));
  EXPECT_EQ(schema["properties"]["mode"]["default"], "fast");
  EXPECT_THAT(schema["properties"]["replicas"]["description"].get<std::string>(),
              HasSubstr("how many"));
}

TEST(Schema, HasExactlyTheKeysOfTheDeclaration) {
  const json schema = json::parse(json_schema(declaration_of<WorkloadOperation>().info(), "x"));
  std::vector<std::string> keys;
  for (const auto& [key, unused] : schema["properties"].items()) {
    keys.push_back(key);
  }
  EXPECT_THAT(
      keys,
      ::testing::UnorderedElementsAreArray(declaration_of<WorkloadOperation>().info().names()));
}

TEST(Schema, AcceptsWhatTheParserAccepts) {
  const json schema = json::parse(json_schema(declaration_of<Service>().info(), "x"));
  for (const std::string text :
       {R"({"replicas": 2})",
        R"({"replicas": "1k", "mode": "safe", "cost": "5ms", "share": "20%"})",
        R"({"replicas": "{peak}", "cost": {"p50": "1ms", "p99": "2ms"}, "retry": {"attempts": 2}})",
        R"({"replicas": 2, "steps": [{"work": "1ms", "parallel": [{"work": "2us"}]}]})",
        R"({"replicas": 2, "on": {"send": {"work": "send_message.peak"}}})"}) {
    EXPECT_TRUE(accepts(schema, json::parse(text), schema)) << text;
  }
}

TEST(Schema, RefusesWhatTheParserRefuses) {
  const json schema = json::parse(json_schema(declaration_of<Service>().info(), "x"));
  for (const std::string text :
       {R"({})",
        R"({"replicas": 2.5})",
        R"({"replicas": 2, "mod": "safe"})",
        R"({"replicas": 2, "mode": "slow"})",
        R"({"replicas": 2, "cost": 5})",
        R"({"replicas": 2, "share": 0.2})",
        R"({"replicas": 2, "retry": {"attempt": 1}})",
        R"({"replicas": 2, "steps": [{"work": "5 ms"}]})",
        R"({"replicas": 2, "steps": [{"parallel": [{"walk": "5ms"}]}]})"}) {
    EXPECT_FALSE(accepts(schema, json::parse(text), schema)) << text;
  }
}

const DeclarationInfo& common_keys() {
  static const DeclarationInfo kKeys = [] {
    DeclarationInfo info;
    info.keys = {{.name = "region", .value = {.type = ValueType::kText}, .optional = true}};
    return info;
  }();
  return kKeys;
}

std::vector<Variant> kinds() {
  return {{"service", &declaration_of<Service>().info()}, {"step", &declaration_of<Step>().info()}};
}

// A map of parts, which differ by their kind; a file of them may extend another.
DeclarationInfo parts() {
  ValueInfo part{.type = ValueType::kVariant};
  part.variants = std::make_shared<VariantInfo>(
      VariantInfo{.key = "kind", .all = kinds, .common = common_keys});
  ValueInfo map{.type = ValueType::kMap};
  map.element = std::make_shared<ValueInfo>(part);
  DeclarationInfo info;
  info.keys = {{.name = "extends", .value = {.type = ValueType::kText}, .optional = true},
               {.name = "parts", .value = map, .required = true}};
  return info;
}

TEST(Schema, TellsVariantsApartByOneKey) {
  DeclarationInfo alone = parts();
  alone.keys.erase(alone.keys.begin());
  const json schema = json::parse(json_schema(alone, "parts"));
  const auto is_fine = [&](const std::string& text) {
    return accepts(schema, json::parse(R"({"parts": {"a": )" + text + "}}"), schema);
  };
  EXPECT_TRUE(is_fine(R"({"kind": "service", "replicas": 2, "region": "us-east"})"));
  EXPECT_TRUE(is_fine(R"({"kind": "step", "work": "1ms"})"));
  EXPECT_FALSE(is_fine(R"({"kind": "step", "replicas": 2})"));
  EXPECT_FALSE(is_fine(R"({"kind": "cache"})"));
  EXPECT_FALSE(is_fine(R"({"replicas": 2})"));
  EXPECT_FALSE(accepts(schema, json::object(), schema));
}

TEST(Schema, WantsOfAFileThatExtendsAnotherOnlyWhatItChanges) {
  const json schema = json::parse(json_schema(parts(), "parts"));
  const json& part = schema["definitions"]["kind_part"];
  EXPECT_EQ(schema["if"]["required"], json::array({"extends"}));
  EXPECT_FALSE(part.contains("required"));
  EXPECT_TRUE(schema["definitions"]["kind"].contains("required"));
  EXPECT_FALSE(schema["definitions"]["kind_service_part"].contains("required"));
  EXPECT_EQ(schema["definitions"]["kind_service"]["required"], json::array({"replicas"}));
  const json& names = part["allOf"].back()["then"]["propertyNames"]["enum"];
  EXPECT_THAT(names, ::testing::Contains("replicas"));
  EXPECT_THAT(names, ::testing::Contains("region"));
}

TEST(Help, TellsTheDefaultsOfTheKindThatStandsThere) {
  std::vector<std::string> found;
  const Node node = load("{parts: {a: {kind: step}, b: {kind: service, cost: 1ms}}}");
  for (const DefaultInForce& each : defaults_in_force(parts(), node, "")) {
    found.push_back(each.path + " = " + each.text);
  }
  EXPECT_THAT(found,
              ::testing::ElementsAre(
                  "parts.a.work = 1ms", "parts.b.mode = fast", "parts.b.retry.attempts = 3"));
}

}  // namespace
}  // namespace napkin
