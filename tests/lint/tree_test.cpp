#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/rules.h"
#include "tests/source_folder.h"

namespace napkin::lint {
namespace {

using testing::Contains;

bool is_cpp(const std::filesystem::path& path) {
  static const std::vector<std::string> kExtensions{
      ".h", ".hh", ".hpp", ".hxx", ".c", ".cc", ".cpp", ".cxx"};
  return std::ranges::find(kExtensions, path.extension().string()) != kExtensions.end();
}

std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<SourceFile> files_of_the_house() {
  const std::filesystem::path root = source_folder();
  std::vector<SourceFile> files;
  for (const char* folder : {"sim", "models", "reports", "cli", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && is_cpp(entry.path())) {
        files.emplace_back(entry.path().lexically_relative(root).generic_string(),
                           read(entry.path()));
      }
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

void expect_none(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    ADD_FAILURE() << to_string(violation);
  }
}

TEST(Tree, IsWalkedFromItsTopToItsLeaves) {
  std::vector<std::string> paths;
  for (const SourceFile& file : files_of_the_house()) {
    paths.push_back(file.path());
  }
  EXPECT_THAT(paths, Contains("sim/kernel/time.h"));
  EXPECT_THAT(paths, Contains("models/algorithms/hash/murmur3.cpp"));
  EXPECT_THAT(paths, Contains("tests/lint/tree_test.cpp"));
}

TEST(Tree, FollowsTheHouseRules) {
  for (const SourceFile& file : files_of_the_house()) {
    expect_none(check(file));
  }
}

TEST(Tree, HasComponentsThatDoNotKnowEachOther) {
  expect_none(check_components(files_of_the_house()));
}

}  // namespace
}  // namespace napkin::lint
