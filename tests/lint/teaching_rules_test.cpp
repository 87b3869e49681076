#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/planted.h"

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kPath = "models/algorithms/cache/x.h";
const std::string kSource = "/// Source: Knuth, TAOCP vol. 3, section 6.4.\n";
const std::string kCost = "/// O(1) per call.\n";
const std::string kUse = "///\n///     Lru lru(10);\n";

TEST(TeachingRules, AreMetByAHeaderWithSourceCostAndUse) {
  EXPECT_THAT(planted(check_teaching, kPath, kSource + kCost + kUse), IsEmpty());
}

TEST(TeachingRules, MissASource) {
  EXPECT_THAT(planted(check_teaching, kPath, kCost + kUse), ElementsAre(HasSubstr("`Source:`")));
}

TEST(TeachingRules, MissACost) {
  EXPECT_THAT(planted(check_teaching, kPath, kSource + kUse),
              ElementsAre(HasSubstr("what it costs")));
}

TEST(TeachingRules, MissAUse) {
  EXPECT_THAT(planted(check_teaching, kPath, kSource + kCost), ElementsAre(HasSubstr("its use")));
}

TEST(TeachingRules, ReadPublicCommentsAlone) {
  const std::string code =
      "// Source: x. O(1)\n//     use();\nconst char* text = \"Source: O(\";\n";
  EXPECT_THAT(planted(check_teaching, kPath, code), testing::SizeIs(3));
}

TEST(TeachingRules, LeaveOtherFilesAlone) {
  EXPECT_THAT(planted(check_teaching, "models/algorithms/cache/x.cpp", ""), IsEmpty());
  EXPECT_THAT(planted(check_teaching, "models/algorithms/base/x.h", ""), IsEmpty());
  EXPECT_THAT(planted(check_teaching, "models/algorithms/limiters/limiter.h", ""), IsEmpty());
  EXPECT_THAT(planted(check_teaching, "sim/kernel/x.h", ""), IsEmpty());
}

}  // namespace
}  // namespace napkin::lint
