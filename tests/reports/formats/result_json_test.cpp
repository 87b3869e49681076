#include <cstdint>
#include <fstream>
#include <limits>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/format_registry.h"
#include "tests/reports/example_result.h"
#include "tests/source_folder.h"

namespace napkin::reports {
namespace {

std::string result_json(const RunResult& result) {
  return find_output_format("result_json")->render(result).at(0).bytes;
}

// An independent reader of JSON.
nlohmann::json parsed(const RunResult& result) {
  return nlohmann::json::parse(result_json(result));
}

// Paths of all leaves, with [] for any item of an array: "operations[].latency.p50_ns".
void collect_fields(const nlohmann::json& node,
                    const std::string& path,
                    std::set<std::string>& fields) {
  if (node.is_object()) {
    for (const auto& [name, member] : node.items()) {
      collect_fields(member, path.empty() ? name : path + "." + name, fields);
    }
  } else if (node.is_array()) {
    EXPECT_FALSE(node.empty()) << "the example must have something in " << path;
    for (const nlohmann::json& item : node) {
      collect_fields(item, path + "[]", fields);
    }
  } else {
    fields.insert(path);
  }
}

// First column of the tables: | `field` | ...
std::set<std::string> documented_fields() {
  std::ifstream document(source_folder() / "reports/RESULT.md");
  std::set<std::string> fields;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("| `")) {
      fields.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  return fields;
}

// A result in which no array is empty.
RunResult full_result() {
  RunResult result = example_result();
  result.components = {result.components.at(1)};
  result.components.at(0).instances.at(0).notes = {"slow"};
  result.operations.at(0).estimates = {{"p99", "ns", {.value = 1.0, .withheld = "too few"}}};
  result.replicated = {{0, "0123456789abcdef", 10, {{"p99(send_message)", 1.0, "ns"}}}};
  result.too_short = {"p99 of send_message"};
  result.overloads = {{.address = "threads.shard[1]", .component = "threads", .load = 1.3}};
  return result;
}

TEST(ResultJson, NamesTheFieldsThatItsDocumentNames) {
  std::set<std::string> fields;
  collect_fields(parsed(full_result()), "", fields);
  EXPECT_THAT(fields, testing::ContainerEq(documented_fields()));
  EXPECT_GT(fields.size(), 100u);
}

TEST(ResultJson, SaysWhatWasMeasured) {
  const nlohmann::json json = parsed(example_result());
  const nlohmann::json& operation = json["operations"][0];
  EXPECT_EQ(operation["name"], "send_message");
  EXPECT_EQ(operation["rate_per_s"], 5001.0 / 50.0);
  EXPECT_EQ(operation["requests"]["failed"][1]["kind"], "time_out");
  EXPECT_EQ(operation["requests"]["failed"][1]["count"], 4);
  EXPECT_EQ(operation["latency"]["max_ns"], 1'000'000'000);
  EXPECT_EQ(operation["windows"]["failed"][20], 7);
  EXPECT_TRUE(operation["windows"]["p50_ns"][0].is_null());
  EXPECT_EQ(operation["windows"]["p50_ns"][10], 10'000'000);
  EXPECT_EQ(json["expectations"][1]["verdict"], "missed");
  EXPECT_TRUE(json["expectations"][2]["value"].is_null());
  EXPECT_TRUE(json["traces"][0]["spans"][0]["parent_id"].is_null());
  EXPECT_EQ(json["traces"][0]["spans"][1]["parent_id"], "0000000000000001");
}

TEST(ResultJson, KeepsEveryBitOfLargeNumbers) {
  RunResult result = example_result();
  result.seed = std::numeric_limits<std::uint64_t>::max();
  result.events = std::numeric_limits<std::uint64_t>::max() - 1;
  result.operations[0].latency.record(std::numeric_limits<std::int64_t>::max());
  const nlohmann::json json = parsed(result);
  EXPECT_EQ(json["seed"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(json["events"].get<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max() - 1);
  EXPECT_EQ(json["operations"][0]["latency"]["max_ns"].get<std::int64_t>(),
            std::numeric_limits<std::int64_t>::max());
}

TEST(ResultJson, HasTheSameBytesForEqualResults) {
  EXPECT_EQ(result_json(example_result()), result_json(example_result()));
}

TEST(ResultJson, CarriesAnyTextUnharmed) {
  RunResult result = example_result();
  result.scenario.name = "\"</script>\x01\xE2\x80\xA8 \xF0\x9F\x98\x80";
  EXPECT_EQ(parsed(result)["scenario"]["name"], result.scenario.name);
  EXPECT_THAT(result_json(result), testing::Not(testing::HasSubstr("</script>")));
}

TEST(ResultJson, CanBeWrittenOfAnEmptyRun) {
  const nlohmann::json json = parsed(RunResult());
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_TRUE(json["operations"].empty());
}

}  // namespace
}  // namespace napkin::reports
