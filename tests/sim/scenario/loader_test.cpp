#include "sim/scenario/loader.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin {
namespace {

using ::testing::HasSubstr;

struct Loaded {
  Node node;
  std::string messages;
};

Loaded load(std::string text, const LoadLimits& limits = {}) {
  Diagnostics diagnostics;
  Loaded loaded;
  loaded.node =
      load_text(std::make_shared<Source>(Source{"a.yaml", std::move(text)}), diagnostics, limits);
  loaded.messages = render(diagnostics);
  return loaded;
}

TEST(Loader, BuildsMapsListsAndScalarsInOrder) {
  const Loaded loaded = load("b: 1\na: [x, {c: d}]\nempty:\ntext: >\n  folded\n  text\n");
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(to_text(loaded.node), "{b: 1, a: [x, {c: d}], empty: null, text: \"folded text\n\"}");
}

TEST(Loader, MarksKeysAndValuesFromOne) {
  const Node node = load("a: 1\nlist:\n  - x\n  - {deep: 'y'}\n").node;
  EXPECT_EQ(node.find("a")->mark.line, 1U);
  EXPECT_EQ(node.find("a")->mark.column, 1U);
  EXPECT_EQ(node.at("a").mark().column, 4U);
  const Node deep = node.at("list").items()[1].at("deep");
  EXPECT_EQ(deep.mark().line, 4U);
  EXPECT_EQ(deep.mark().column, 12U);
  EXPECT_EQ(deep.length(), 3U) << "with its quotes";
  EXPECT_EQ(deep.mark().file(), "a.yaml");
}

TEST(Loader, TellsQuotedFromPlain) {
  const Node node = load("{a: '5', b: 5, c: ~, d: '~', e: , f: null}").node;
  EXPECT_TRUE(node.at("a").quoted());
  EXPECT_FALSE(node.at("b").quoted());
  EXPECT_TRUE(node.at("c").is_null());
  EXPECT_FALSE(node.at("d").is_null());
  EXPECT_TRUE(node.at("e").is_null());
  EXPECT_TRUE(node.at("f").is_null());
  EXPECT_EQ(node.at("c").text(), "~");
  EXPECT_EQ(node.at("e").text(), "");
  EXPECT_EQ(node.at("f").text(), "null");
}

TEST(Loader, ReadsOverAByteOrderMarkAndCarriageReturns) {
  const Loaded loaded = load(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n");
  EXPECT_EQ(loaded.messages, "");
  EXPECT_EQ(to_text(loaded.node), "{a: 1, b: 2}");
}

struct Mistake {
  std::string text;
  std::string place;
  std::string explained;
};

class LoaderMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(LoaderMistake, IsToldInGoodWords) {
  const std::string messages = load(GetParam().text).messages;
  EXPECT_THAT(messages, HasSubstr("a.yaml" + GetParam().place + ": error: "));
  EXPECT_THAT(messages, HasSubstr(GetParam().explained));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    LoaderMistake,
    ::testing::Values(
        Mistake{"", "", "the scenario is empty"},
        Mistake{"# only a comment\n", "", "the scenario is empty"},
        Mistake{"---\n", "", "the scenario is empty"},
        Mistake{"a: &x 1", ":1:4", "anchors (&)"},
        Mistake{"a: &x [1]\nb: *x", ":2:4", "aliases (*)"},
        Mistake{"a: &a [*a]", ":1:8", "aliases (*)"},
        Mistake{"a: *nobody", ":1:4", "aliases (*)"},
        Mistake{"a: !!str 1", ":1:4", "tags (!)"},
        Mistake{"a: !!python/object/apply:os.system [x]", ":1:4", "tags (!)"},
        Mistake{"%YAML 1.2\n---\na: 1\n--- \nb: 1", ":4:1", "a second document"},
        Mistake{"a: 1\n---\nb: 2", ":2:1", "a second document"},
        Mistake{"{a: 1} xyz", ":1:8", "text after the end"},
        Mistake{"{<<: {a: 1}}", ":1:2", "merge keys"},
        Mistake{"a: 1\nb: 2\na: 3", ":3:1", "first in line 1"},
        Mistake{"{: 1}", ":1:2", "a key is empty"},
        Mistake{"{'': 1}", ":1:2", "a key is empty"},
        Mistake{"? [a]\n: 1", ":1:3", "a key has to be a word"},
        Mistake{"a: \xff", ":1:4", "is not UTF-8"},
        Mistake{"a: \x1b[2J", ":1:4", "the control character \\x1b"},
        Mistake{std::string("a: \0b", 5), ":1:4", "the control character \\x00"},
        Mistake{"a: \"\\e[2J\"", ":1:4", "a control character may not stand in a value"},
        Mistake{"a: \"\\u202e\"", ":1:4", "a control character may not stand in a value"},
        Mistake{"a: \xe2\x80\xae", ":1:4", "the control character \\u{202e}"},
        Mistake{"a:\n\tb: 1", ":2:3", "indent with spaces"},
        Mistake{"a: [1, 2", ":1:4", "a [ is not closed"},
        Mistake{"a: {b: 1", ":1:4", "a { is not closed"},
        Mistake{"a: 1]\nb: ]", ":2:4", "closing bracket without"},
        Mistake{"a: \"x", ":1:6", "a quotation mark is not closed"},
        Mistake{"a: b: c", ":1:5", "a colon where no key can stand"},
        Mistake{"a: @x", ":1:4", "quote the value"},
        Mistake{"a: \"\\q\"", ":1:7", "an unknown escape"},
        Mistake{"{keys: zipf(0.99, 1M)}", ":1:8", "quote the whole value"},
        Mistake{"- a\nb: 1", ":2:1", "check the indentation"},
        Mistake{",", ":1:1", ""}));

TEST(Loader, TellsSeveralMistakesOfOneFile) {
  const std::string messages = load("a: &x 1\na: 2\nb: !t 3\n").messages;
  EXPECT_THAT(messages, HasSubstr("a.yaml:1:4"));
  EXPECT_THAT(messages, HasSubstr("a.yaml:2:1"));
  EXPECT_THAT(messages, HasSubstr("a.yaml:3:4"));
}

TEST(Loader, AllowsParenthesesOutsideOfBrackets) {
  EXPECT_EQ(load("about: see a) and (b\nexpect:\n  - p99(x, 1s..2s) < 3ms\n").messages, "");
}

TEST(Loader, HoldsEveryLimit) {
  EXPECT_THAT(load(std::string(2'000, ' '), {.file_bytes_max = 1'999}).messages,
              HasSubstr("2000 bytes are more"));
  EXPECT_THAT(load("[[[1]]]", {.depth_max = 2}).messages, HasSubstr("more than 2 levels deep"));
  EXPECT_EQ(load("[[[1]]]", {.depth_max = 3}).messages, "");
  EXPECT_THAT(load("[1, 2, 3]", {.nodes_max = 3}).messages, HasSubstr("more than 3 nodes"));
  EXPECT_THAT(load("- 1\n- 2\n- 3\n", {.nodes_max = 3}).messages, HasSubstr("more than 3 nodes"));
  EXPECT_EQ(load("[1, 2, 3]", {.nodes_max = 4}).messages, "");
  EXPECT_THAT(load("{a: 1, b: 2}", {.keys_max = 1}).messages, HasSubstr("more than 1 keys"));
  EXPECT_THAT(load("a: abc", {.scalar_bytes_max = 2}).messages, HasSubstr("a value of 3 bytes"));
  EXPECT_THAT(load("abc: a", {.key_bytes_max = 2}).messages, HasSubstr("a key of 3 bytes"));
}

TEST(Loader, SaysWhyAFileCannotBeRead) {
  Diagnostics diagnostics;
  EXPECT_FALSE(load_file("/nowhere/a.yaml", diagnostics));
  EXPECT_FALSE(load_file("/", diagnostics));
  EXPECT_THAT(render(diagnostics),
              HasSubstr("/nowhere/a.yaml: error: cannot be read: No such file"));
  EXPECT_THAT(render(diagnostics), HasSubstr("this is a folder"));
}

TEST(Loader, NamesTheFileThatWasProbablyMeant) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / "loader_test_chat";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "peak.yaml") << "a: 1\n";
  std::ofstream(folder / "peek.txt") << "no scenario\n";
  const auto told = [](const std::filesystem::path& path) {
    Diagnostics diagnostics;
    EXPECT_FALSE(load_file(path, diagnostics));
    return render(diagnostics);
  };
  EXPECT_THAT(told(folder / "peek.yaml"), HasSubstr("did you mean \"peak.yaml\"?"));
  EXPECT_THAT(told(folder / "something_else.yaml"), HasSubstr("one of: peak.yaml"));
  const std::filesystem::path mistyped = folder.parent_path() / "loader_test_caht" / "peak.yaml";
  EXPECT_THAT(told(mistyped), HasSubstr("did you mean \"loader_test_chat\"?"));
  EXPECT_THAT(told("/nowhere/peak.yaml"), Not(HasSubstr("one of")));
  std::filesystem::remove_all(folder);
}

TEST(Loader, ReadsAFile) {
  const std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) / "loader_test.yaml";
  std::ofstream(path) << "a: 1\n";
  Diagnostics diagnostics;
  const Node node = load_file(path, diagnostics, Origin::kBase);
  EXPECT_EQ(to_text(node), "{a: 1}");
  EXPECT_EQ(node.at("a").mark().origin(), Origin::kBase);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace napkin
