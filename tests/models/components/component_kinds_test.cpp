#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/run/component_kind.h"
#include "sim/scenario/help.h"
#include "tests/source_folder.h"

namespace napkin::components {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What stands after `kKind = "`, up to the quote; empty without one.
std::string kind_in(const std::string& text) {
  const std::string mark = "kKind = \"";
  const std::size_t found = text.find(mark);
  if (found == std::string::npos) {
    return {};
  }
  const std::size_t begin = found + mark.size();
  return text.substr(begin, text.find('"', begin) - begin);
}

/// The kinds that the sources register, read from the files.
std::set<std::string> kinds_in_sources() {
  std::set<std::string> kinds;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / "models")) {
    if (entry.path().extension() != ".cpp") {
      continue;
    }
    const std::string text = read_file(entry.path());
    if (text.find("const ComponentRegistration<") == std::string::npos) {
      continue;
    }
    fs::path header = entry.path();
    header.replace_extension(".h");
    const std::string kind = kind_in(fs::exists(header) ? read_file(header) : text);
    EXPECT_NE(kind, "") << entry.path() << " registers a kind without a name";
    kinds.insert(kind);
  }
  return kinds;
}

TEST(ComponentKinds, AreThoseThatTheSourcesRegister) {
  std::set<std::string> known;
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    known.insert(kind->name);
  }
  EXPECT_EQ(known, kinds_in_sources());
  EXPECT_GE(known.size(), 10U);
}

TEST(ComponentKinds, ExplainEachOfTheirKeys) {
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    const DeclarationInfo& keys = kind->keys();
    EXPECT_THAT(mistakes_of(keys), testing::IsEmpty()) << kind->name;
    EXPECT_NE(keys.about, "") << kind->name;
    for (const KeyInfo& key : keys.keys) {
      EXPECT_NE(key.help, "") << kind->name << "." << key.name;
      EXPECT_THAT(help_text(keys), testing::HasSubstr(key.name)) << kind->name;
    }
  }
}

TEST(ComponentKinds, AreFoundByTheirNames) {
  for (const ComponentKind* const kind : ComponentKinds::all()) {
    EXPECT_EQ(ComponentKinds::find(kind->name), kind);
  }
  EXPECT_EQ(ComponentKinds::find("teapot"), nullptr);
}

}  // namespace
}  // namespace napkin::components
