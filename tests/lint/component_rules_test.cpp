#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A tree with two components, one with a folder of its own, and one file more.
std::vector<std::string> found_beside_two_components(std::string path, const std::string& include) {
  const std::vector<SourceFile> files{
      {"models/components/service.cpp", "const ComponentRegistration<Service> registration;\n"},
      {"models/components/sql/sql.cpp", "const ComponentRegistration<Sql> registration;\n"},
      {"models/components/fleet.cpp", "#include \"models/components/fleet.h\"\n"},
      {std::move(path), "#include \"" + include + "\"\n"}};
  std::vector<std::string> found;
  for (const Violation& violation : check_components(files)) {
    found.push_back(to_string(violation));
  }
  return found;
}

TEST(ComponentRules, AComponentDoesNotIncludeAnother) {
  EXPECT_THAT(
      found_beside_two_components("models/components/cache.h", "models/components/service.h"),
      ElementsAre("models/components/cache.h:1: service is a component; components meet through "
                  "Endpoints only"));
  EXPECT_THAT(
      found_beside_two_components("models/components/service.h", "models/components/sql/sql.h"),
      testing::SizeIs(1));
}

TEST(ComponentRules, AComponentIncludesWhatIsItsOwn) {
  EXPECT_THAT(
      found_beside_two_components("models/components/service.h", "models/components/service.h"),
      IsEmpty());
  EXPECT_THAT(
      found_beside_two_components("models/components/sql/sql.h", "models/components/sql/page.h"),
      IsEmpty());
}

TEST(ComponentRules, APartIsNamedAfterItsComponent) {
  EXPECT_THAT(
      found_beside_two_components("models/components/sql_shard.h", "models/components/sql/sql.h"),
      IsEmpty());
  EXPECT_THAT(
      found_beside_two_components("models/components/sqlite.h", "models/components/sql/sql.h"),
      testing::SizeIs(1));
}

TEST(ComponentRules, WhatIsNoComponentIsSharedByAll) {
  EXPECT_THAT(found_beside_two_components("models/components/cache.h", "models/components/fleet.h"),
              IsEmpty());
}

TEST(ComponentRules, SystemsAreMadeOfComponents) {
  EXPECT_THAT(found_beside_two_components("models/systems/chat.h", "models/components/service.h"),
              IsEmpty());
}

}  // namespace
}  // namespace napkin::lint
