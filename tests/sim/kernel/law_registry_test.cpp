#include "sim/kernel/law_registry.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/source_folder.h"

namespace napkin {
namespace {

using testing::HasSubstr;

/// The LawError that making the law throws: its message, with the parameter in front.
std::string error_of(std::string_view name, const LawArguments& arguments) {
  try {
    (void)make_law(name, arguments);
  } catch (const LawError& error) {
    return "[" + error.parameter() + "] " + error.what();
  }
  return "no error";
}

TEST(LawRegistry, MakesALawByName) {
  EXPECT_EQ(make_law("exponential", {.numbers = {{"mean", 4e6}}}).mean(), 4e6);
  EXPECT_EQ(make_law("constant", {.numbers = {{"value", 3}}}).mean(), 3);
}

TEST(LawRegistry, ListsWhatEachLawTakes) {
  const LawKind* kind = find_law_kind("exponential");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->bare().name, "mean");
  EXPECT_EQ(kind->bare().kind, LawParameter::Kind::kValue);
  EXPECT_EQ(kind->find("nonsense"), nullptr);
}

TEST(LawRegistry, HasHelpForEveryLawAndEveryParameter) {
  for (const auto& [name, kind] : law_kinds()) {
    EXPECT_EQ(name, kind.name);
    EXPECT_FALSE(kind.help.empty()) << name;
    ASSERT_FALSE(kind.forms.empty()) << name;
    for (const LawForm& form : kind.forms) {
      EXPECT_NE(form.make, nullptr) << name;
      EXPECT_FALSE(form.parameters.empty()) << name;
      for (const LawParameter& parameter : form.parameters) {
        EXPECT_FALSE(parameter.help.empty()) << name << " " << parameter.name;
      }
    }
  }
}

/// The names in `kName = "..."` or kSummaryLaw of the files in sim/kernel/laws that register
/// something.
std::vector<std::string> laws_in_files() {
  std::vector<std::string> names;
  const std::filesystem::path folder = source_folder() / "sim/kernel/laws";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.find("const LawRegistration registration") == std::string::npos) {
      continue;
    }
    const std::string declaration = "kName = \"";
    const auto begin = text.find(declaration);
    names.push_back(
        begin == std::string::npos
            ? std::string(kSummaryLaw)
            : text.substr(begin + declaration.size(),
                          text.find('"', begin + declaration.size()) - begin - declaration.size()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(LawRegistry, HoldsEveryLawThatHasAFile) {
  std::vector<std::string> registered;
  for (const auto& [name, kind] : law_kinds()) {
    registered.emplace_back(name);
  }
  EXPECT_EQ(registered, laws_in_files());
  EXPECT_GE(registered.size(), 20U);
}

TEST(LawRegistry, RefusesAnUnknownLaw) {
  EXPECT_EQ(find_law_kind("exponentail"), nullptr);
  EXPECT_THAT(error_of("exponentail", {}), HasSubstr("there is no law \"exponentail\""));
}

TEST(LawRegistry, NamesAnUnknownKeyAndWhatTheLawTakes) {
  EXPECT_EQ(error_of("exponential", {.numbers = {{"rate", 4}}}),
            "[rate] exponential has no \"rate\"; it takes {mean}");
}

TEST(LawRegistry, SaysWhatIsMissing) {
  EXPECT_EQ(error_of("exponential", {}), "[] exponential takes {mean}; given: {}");
}

TEST(LawRegistry, NamesParameterValueAndRange) {
  EXPECT_EQ(error_of("exponential", {.numbers = {{"mean", -4}}}),
            "[mean] exponential: mean is -4; allowed: a finite number above 0");
}

TEST(LawRegistry, ReadsTheLevelOfAPercentile) {
  EXPECT_DOUBLE_EQ(percentile_level("p50").value(), 0.5);
  EXPECT_DOUBLE_EQ(percentile_level("p99.9").value(), 0.999);
  EXPECT_FALSE(percentile_level("p0"));
  EXPECT_FALSE(percentile_level("p100"));
  EXPECT_FALSE(percentile_level("p"));
  EXPECT_FALSE(percentile_level("p9x"));
  EXPECT_FALSE(percentile_level("p1e1"));
  EXPECT_FALSE(percentile_level("mean"));
}

}  // namespace
}  // namespace napkin
