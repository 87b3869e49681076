#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/rules.h"

namespace napkin::lint {
namespace {

using testing::Contains;

bool is_cpp(const std::filesystem::path& path) {
  static const std::vector<std::string> kExtensions{
      ".h", ".hh", ".hpp", ".hxx", ".c", ".cc", ".cpp", ".cxx"};
  return std::ranges::find(kExtensions, path.extension().string()) != kExtensions.end();
}

// Rooted paths of every C++ file of the house, sorted.
std::vector<std::string> files_of_the_house() {
  const std::filesystem::path root = NAPKIN_SOURCE_DIR;
  std::vector<std::string> paths;
  for (const char* folder : {"sim", "models", "reports", "cli", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && is_cpp(entry.path())) {
        paths.push_back(entry.path().lexically_relative(root).generic_string());
      }
    }
  }
  std::ranges::sort(paths);
  return paths;
}

std::string read(const std::string& path) {
  std::ifstream stream(std::filesystem::path(NAPKIN_SOURCE_DIR) / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(Tree, IsWalkedFromItsTopToItsLeaves) {
  const std::vector<std::string> files = files_of_the_house();
  EXPECT_THAT(files, Contains("sim/kernel/time.h"));
  EXPECT_THAT(files, Contains("models/algorithms/hash/murmur3.cpp"));
  EXPECT_THAT(files, Contains("tests/lint/tree_test.cpp"));
}

TEST(Tree, FollowsTheHouseRules) {
  for (const std::string& path : files_of_the_house()) {
    for (const Violation& violation : check(SourceFile(path, read(path)))) {
      ADD_FAILURE() << to_string(violation);
    }
  }
}

}  // namespace
}  // namespace napkin::lint
