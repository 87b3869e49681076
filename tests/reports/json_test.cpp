#include "reports/json.h"

#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

TEST(Json, SortsNamesAndWritesCompactly) {
  const Json json = Json::Object{{"b", Json::Array{1, true, Json(), "x"}}, {"a", 0.5}};
  EXPECT_EQ(json.compact(), R"({"a":0.5,"b":[1,true,null,"x"]})");
}

TEST(Json, IndentsContainersOnly) {
  const Json json =
      Json::Object{{"list", Json::Array{1, 2}}, {"nested", Json::Array{Json::Object{{"a", 1}}}}};
  EXPECT_EQ(json.pretty(),
            "{\n  \"list\": [1, 2],\n  \"nested\": [\n    {\n      \"a\": 1\n    }\n  ]\n}");
}

TEST(Json, WritesEmptyContainers) {
  EXPECT_EQ(Json(Json::Object{}).pretty(), "{}");
  EXPECT_EQ(Json(Json::Array{}).pretty(), "[]");
}

TEST(Json, IsExactForIntegersAndNullForWhatIsNoNumber) {
  EXPECT_EQ(Json(std::numeric_limits<std::int64_t>::min()).compact(), "-9223372036854775808");
  EXPECT_EQ(Json(std::numeric_limits<std::uint64_t>::max()).compact(), "18446744073709551615");
  EXPECT_EQ(Json(std::numeric_limits<double>::quiet_NaN()).compact(), "null");
}

TEST(JsonString, IsReadByOthersAndHoldsNothingDangerous) {
  for (const std::string& text : hostile_texts()) {
    const std::string written = json_string(text);
    EXPECT_TRUE(nlohmann::json::parse(written).is_string()) << written;
    EXPECT_EQ(written.find('<'), std::string::npos);
    EXPECT_EQ(written.find('\x1b'), std::string::npos);
    EXPECT_EQ(written.find("\xE2\x80\xA8"), std::string::npos);
  }
}

RC_GTEST_PROP(JsonString, AgreesWithAnotherReader, (const std::string& bytes)) {
  const auto oracle =
      nlohmann::json(bytes).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto read = nlohmann::json::parse(json_string(bytes)).get<std::string>();
  if (nlohmann::json::parse(oracle).get<std::string>() == bytes) {  // it was UTF-8
    RC_ASSERT(read == bytes);
  }
}

}  // namespace
}  // namespace napkin::reports
