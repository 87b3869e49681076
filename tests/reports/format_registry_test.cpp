#include "reports/format_registry.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"
#include "tests/source_folder.h"

namespace napkin::reports {
namespace {

TEST(FormatRegistry, KnowsEveryFileOfItsFolder) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(source_folder() / "reports/formats")) {
    if (entry.path().extension() == ".cpp") {
      files.push_back(entry.path().stem());
    }
  }
  std::vector<std::string> registered;
  for (const OutputFormat& format : output_formats()) {
    registered.push_back(format.name);
  }
  EXPECT_FALSE(files.empty());
  EXPECT_THAT(registered, testing::UnorderedElementsAreArray(files));
  EXPECT_TRUE(std::is_sorted(registered.begin(), registered.end()));
}

TEST(FormatRegistry, RefusesASecondFormatOfOneName) {
  EXPECT_THROW(FormatRegistration(*find_output_format("result_json")), std::logic_error);
  EXPECT_EQ(find_output_format("no_such_format"), nullptr);
}

TEST(FormatRegistry, RendersEachFileOnceAndTheSameEveryTime) {
  std::set<std::string> names;
  const std::vector<OutputFile> first = render_all(example_result());
  const std::vector<OutputFile> second = render_all(example_result());
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t index = 0; index < first.size(); ++index) {
    EXPECT_TRUE(names.insert(first[index].name).second) << first[index].name;
    EXPECT_EQ(first[index].bytes, second[index].bytes) << first[index].name;
    EXPECT_FALSE(first[index].bytes.empty()) << first[index].name;
  }
}

TEST(FormatRegistry, RendersAnEmptyRun) {
  EXPECT_NO_THROW(static_cast<void>(render_all(RunResult())));
}

TEST(Slug, KeepsPlainNames) {
  EXPECT_EQ(slug("send_message"), "send_message");
  EXPECT_EQ(slug("Send-2"), "Send-2");
}

TEST(Slug, ChangesOthersIntoDifferentSafeNames) {
  std::set<std::string> slugs;
  for (const std::string& text : hostile_texts()) {
    const std::string name = slug(text);
    EXPECT_TRUE(slugs.insert(name).second) << name;
    EXPECT_LE(name.size(), 80u);
    EXPECT_EQ(
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"),
        std::string::npos);
    EXPECT_NE(name.front(), '-');
  }
  EXPECT_NE(slug("a b"), slug("a.b"));
}

}  // namespace
}  // namespace napkin::reports
