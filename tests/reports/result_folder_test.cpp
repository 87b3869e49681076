#include "reports/result_folder.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reports/atomic_file.h"
#include "tests/reports/example_result.h"
#include "tests/reports/hostile_texts.h"

namespace napkin::reports {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class ResultFolder : public testing::Test {
 protected:
  ResultFolder() {
    std::string pattern = testing::TempDir() + "napkin-result-XXXXXX";
    base_ = ::mkdtemp(pattern.data());
    folder_ = base_ / "out";
  }

  ~ResultFolder() override { fs::remove_all(base_); }

  void put(const std::string& name, const std::string& bytes) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / name) << bytes;
  }

  std::string read(const std::string& name) {
    std::ifstream stream(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::vector<std::string> names() {
    std::vector<std::string> result;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      result.push_back(entry.path().filename());
    }
    return result;
  }

  // What write_result_folder complains about; "" if nothing.
  std::string complaint(const std::vector<OutputFile>& files) {
    try {
      write_result_folder(folder_, files);
    } catch (const FileError& error) {
      return error.what();
    }
    return "";
  }

  // Runs `body` in a child process whose files may not grow beyond `bytes`; returns its wait
  // status.
  static int run_with_file_limit(rlim_t bytes, const std::function<int()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
      const rlimit limit{bytes, bytes};
      const rlimit no_core{0, 0};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      ::setrlimit(RLIMIT_CORE, &no_core);
      ::_exit(body());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  fs::path base_;
  fs::path folder_;
};

TEST_F(ResultFolder, HoldsTheFilesAndTheirManifest) {
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kAbsent);
  write_result_folder(folder_, {{"a.txt", "abc"}, {"b.txt", ""}});
  EXPECT_THAT(names(), UnorderedElementsAre("a.txt", "b.txt", "manifest.json"));
  EXPECT_EQ(read("a.txt"), "abc");
  const nlohmann::json manifest = nlohmann::json::parse(read("manifest.json"));
  EXPECT_EQ(manifest["complete"], true);
  EXPECT_EQ(manifest["files"][0]["name"], "a.txt");
  EXPECT_EQ(manifest["files"][0]["bytes"], 3);
  // The published example of FIPS 180-4.
  EXPECT_EQ(manifest["files"][0]["sha256"],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kWhole);
}

TEST_F(ResultFolder, HoldsAllFormatsOfARun) {
  std::vector<OutputFile> files = render_all(example_result());
  files.push_back(performance_file({.wall_seconds = 1.5, .events_per_second = 3e6}));
  write_result_folder(folder_, files);
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kWhole);
  EXPECT_EQ(nlohmann::json::parse(read("performance.json"))["wall_seconds"], 1.5);
}

TEST_F(ResultFolder, IsWrittenAnewWithoutLeftovers) {
  write_result_folder(folder_, {{"old.txt", "old"}, {"both.txt", "old"}});
  write_result_folder(folder_, {{"both.txt", "new"}, {"new.txt", "new"}});
  EXPECT_THAT(names(), UnorderedElementsAre("both.txt", "new.txt", "manifest.json"));
  EXPECT_EQ(read("both.txt"), "new");
}

TEST_F(ResultFolder, RefusesFilesOfOthers) {
  put("thesis.txt", "years of work");
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kForeign);
  EXPECT_THAT(complaint({{"a.txt", "a"}}), HasSubstr("did not make"));
  EXPECT_THAT(names(), UnorderedElementsAre("thesis.txt"));
}

TEST_F(ResultFolder, RefusesFilesOfOthersBesideOurs) {
  write_result_folder(folder_, {{"a.txt", "a"}});
  put("thesis.txt", "years of work");
  EXPECT_THAT(complaint({{"a.txt", "b"}}), HasSubstr("did not make"));
  EXPECT_EQ(read("a.txt"), "a");
}

TEST_F(ResultFolder, RefusesAForeignManifest) {
  for (const std::string manifest :
       {"", "{}", "[1]", "not json", R"({"made_by": 7, "files": []})"}) {
    put("manifest.json", manifest);
    EXPECT_EQ(inspect_result_folder(folder_), FolderState::kForeign) << manifest;
  }
}

TEST_F(ResultFolder, LeavesFilesOfOthersAloneWhenForced) {
  put("thesis.txt", "years of work");
  write_result_folder(folder_, {{"a.txt", "a"}}, {.force = true});
  EXPECT_EQ(read("thesis.txt"), "years of work");
  EXPECT_EQ(read("a.txt"), "a");
}

TEST_F(ResultFolder, RemovesNothingOutsideWhateverAManifestSays) {
  std::ofstream(base_ / "precious.txt") << "years of work";
  put("manifest.json", R"({"made_by": "napkin", "files": [{"name": "../precious.txt"}]})");
  write_result_folder(folder_, {{"a.txt", "a"}});
  EXPECT_TRUE(fs::exists(base_ / "precious.txt"));
}

TEST_F(ResultFolder, ReplacesASymbolicLinkInsteadOfFollowingIt) {
  std::ofstream(base_ / "precious.txt") << "years of work";
  write_result_folder(folder_, {{"a.txt", "a"}});
  fs::remove(folder_ / "a.txt");
  fs::create_symlink(base_ / "precious.txt", folder_ / "a.txt");
  fs::create_symlink(base_ / "precious.txt", folder_ / temporary_name("a.txt"));
  write_result_folder(folder_, {{"a.txt", "b"}});
  EXPECT_EQ(fs::file_size(base_ / "precious.txt"), 13u);
  EXPECT_EQ(read("a.txt"), "b");
}

TEST_F(ResultFolder, IsTornIfAFileChangedOrIsMissing) {
  write_result_folder(folder_, {{"a.txt", "a"}});
  put("a.txt", "b");
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kTorn);
  fs::remove(folder_ / "a.txt");
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kTorn);
}

// The system kills the child in the middle of the second file, which is larger than files may be.
TEST_F(ResultFolder, HasOnlyWholeFilesAfterARunWasKilled) {
  write_result_folder(folder_, {{"big.txt", "of an earlier run"}});
  const int status = run_with_file_limit(4096, [this] {
    std::signal(SIGXFSZ, SIG_DFL);
    write_result_folder(folder_, {{"small.txt", "small"}, {"big.txt", std::string(10'000, 'x')}});
    return 0;
  });
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(read("small.txt"), "small");
  EXPECT_EQ(read("big.txt"), "of an earlier run");
  EXPECT_TRUE(fs::exists(folder_ / temporary_name("big.txt")));
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kTorn);

  write_result_folder(folder_, {{"small.txt", "small"}, {"big.txt", std::string(10'000, 'x')}});
  EXPECT_THAT(names(), UnorderedElementsAre("small.txt", "big.txt", "manifest.json"));
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kWhole);
}

TEST_F(ResultFolder, ReportsAFullDiskAndLeavesNoTemporaryFile) {
  const int status = run_with_file_limit(4096, [this] {
    std::signal(SIGXFSZ, SIG_IGN);
    const std::string words = complaint({{"big.txt", std::string(10'000, 'x')}});
    const bool is_clear = words.find("big.txt") != std::string::npos &&
                          words.find("cannot write: File too large") != std::string::npos;
    return is_clear ? 0 : 1;
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_THAT(names(), UnorderedElementsAre("manifest.json"));
  EXPECT_EQ(inspect_result_folder(folder_), FolderState::kTorn);
}

TEST_F(ResultFolder, ReportsAPathThatIsNoFolder) {
  std::ofstream(base_ / "file") << "x";
  folder_ = base_ / "file" / "out";
  EXPECT_THAT(complaint({{"a.txt", "a"}}), HasSubstr("Not a directory"));
  folder_ = base_ / "file";
  EXPECT_NE(complaint({{"a.txt", "a"}}), "");
}

TEST_F(ResultFolder, EscapesItsPathInComplaints) {
  std::ofstream(base_ / "file") << "x";
  folder_ = base_ / "file" / "\x1b[2J";
  EXPECT_THAT(complaint({{"a.txt", "a"}}), HasSubstr("\\x1b[2J"));
}

TEST_F(ResultFolder, TakesOnlyNamesThatWeMake) {
  for (const std::string& text : hostile_texts()) {
    EXPECT_TRUE(is_safe_file_name(slug(text) + ".hgrm"));
  }
  for (const std::string name :
       {"", ".", "..", ".hidden", "-rf", "a/b", "../a", "a b", "nul\x01"}) {
    EXPECT_FALSE(is_safe_file_name(name)) << name;
    EXPECT_THROW(write_result_folder(folder_, {{name, ""}}), std::logic_error);
  }
  EXPECT_FALSE(is_safe_file_name(std::string(201, 'x')));
  EXPECT_THROW(write_result_folder(folder_, {{"manifest.json", ""}}), std::logic_error);
  EXPECT_THROW(write_result_folder(folder_, {{"a", ""}, {"a", ""}}), std::logic_error);
  EXPECT_FALSE(fs::exists(folder_));
}

}  // namespace
}  // namespace napkin::reports
