#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/source_folder.h"

namespace napkin::components {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

/// The code block of a page whose first line names the file.
std::string block_of(const std::string& page, const std::string& file_name) {
  const std::size_t name = page.find(" " + file_name + "\n");
  if (name == std::string::npos) {
    return {};
  }
  const std::size_t begin = page.rfind("```", name);
  const std::size_t start = page.find('\n', begin) + 1;
  return page.substr(start, page.find("\n```\n", start) + 1 - start);
}

/// Runs the scenario file, as `napkin run` would.
const char* const kScenarioTest = R"(
#include <filesystem>

namespace napkin::components {

TEST(CoinScenario, MeetsItsExpectations) {
  Diagnostics diagnostics;
  const ScenarioTree tree = load_scenario(std::filesystem::path(NAPKIN_SCENARIO), {}, diagnostics);
  diagnostics.throw_if_any();
  const ScenarioPlan plan = plan_scenario(tree, diagnostics);
  diagnostics.throw_if_any();
  const RunResult result = Simulation(plan, {.seed = plan.keys.run.seed, .go_on = {}}).run();
  ASSERT_EQ(result.expectations.size(), 3U);
  for (const ExpectationResult& expectation : result.expectations) {
    EXPECT_EQ(expectation.verdict, Verdict::kMet) << expectation.text;
  }
}

}  // namespace napkin::components
)";

/// The folder in which a reader follows the page.
class Walk {
 public:
  Walk() {
    std::string pattern = (fs::temp_directory_path() / "napkin_walk_XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }

  ~Walk() { fs::remove_all(folder_); }

  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  [[nodiscard]] const fs::path& folder() const { return folder_; }

  /// One compilation of component and tests, into a library that this program can load.
  [[nodiscard]] int compile() const {
    const std::string command =
        std::string(NAPKIN_COMPILER) +
        " -std=c++20 -shared -fPIC -Wall -Wextra -Werror -DNAPKIN_SCENARIO='\"" +
        (folder_ / "scenarios/examples/coin.yaml").string() + "\"' -I'" + source_folder().string() +
        "' '" + (folder_ / "walk.cpp").string() + "' -o '" + (folder_ / "coin.so").string() + "'";
    return std::system(command.c_str());
  }

  /// This program with the library: the linker would have put the same objects into one file.
  [[nodiscard]] int run_tests() const {
    const std::string command = "LD_PRELOAD='" + (folder_ / "coin.so").string() + "' '" +
                                fs::read_symlink("/proc/self/exe").string() +
                                "' --gtest_filter='Coin*' --gtest_brief=1";
    return std::system(command.c_str());
  }

 private:
  fs::path folder_;
};

TEST(Contributing, HowToAddAComponentWorksToTheLetter) {
  const std::string page = read_file(source_folder() / "CONTRIBUTING.md");
  const Walk walk;
  std::string unit;
  for (const std::string file :
       {"models/components/coin.cpp", "tests/models/components/coin_test.cpp"}) {
    const std::string block = block_of(page, file);
    ASSERT_NE(block, "") << file << " is not on the page";
    write_file(walk.folder() / file, block);
    unit += "#include \"" + (walk.folder() / file).string() + "\"\n";
  }
  write_file(walk.folder() / "walk.cpp", unit + kScenarioTest);
  const std::string scenario = "scenarios/examples/coin.yaml";
  write_file(walk.folder() / scenario, block_of(page, scenario));
  ASSERT_EQ(walk.compile(), 0);
  EXPECT_EQ(walk.run_tests(), 0);
}

}  // namespace
}  // namespace napkin::components
