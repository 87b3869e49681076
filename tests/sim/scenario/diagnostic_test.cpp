#include "sim/scenario/diagnostic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<const Source> source(std::string text,
                                     Origin origin = Origin::kFile,
                                     std::string name = "a.yaml") {
  return std::make_shared<Source>(Source{std::move(name), std::move(text), origin});
}

TEST(Diagnostic, QuotesTheLineAndUnderlinesTheMistake) {
  const Diagnostic diagnostic{{source("one: 1\ntwo: 2\n"), 2, 6}, 1, "wrong", "mend it"};
  EXPECT_EQ(render(diagnostic),
            "a.yaml:2:6: error: wrong\n    2 | two: 2\n      |      ^\n      = mend it\n");
}

TEST(Diagnostic, CountsCharactersAndUnderlinesByWidth) {
  const Diagnostic diagnostic{{source("名: 值x"), 1, 6}, 4, "wrong", ""};
  EXPECT_EQ(render(diagnostic), "a.yaml:1:4: error: wrong\n    1 | 名: 值x\n      |     ^~~\n");
}

TEST(Diagnostic, CutsALongLineAroundTheMistake) {
  const std::string text = std::string(1000, 'x') + "MISTAKE" + std::string(1000, 'y');
  const std::string shown = render(Diagnostic{{source(text), 1, 1001}, 7, "wrong", ""});
  EXPECT_THAT(shown, HasSubstr("…xxx"));
  EXPECT_THAT(shown, HasSubstr("MISTAKE"));
  EXPECT_THAT(shown, HasSubstr("^~~~~~~\n"));
  EXPECT_LT(shown.size(), 400U);
}

TEST(Diagnostic, LeavesNothingThatSteersATerminal) {
  const Diagnostic diagnostic{
      {source("a: \x1b[2J\xe2\x80\xae!"), 1, 4}, 3, "bad \x1b]0;title\x07", "hint \x7f"};
  const std::string shown = render(diagnostic);
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown, Not(HasSubstr("\x07")));
  EXPECT_THAT(shown, Not(HasSubstr("\x7f")));
  EXPECT_THAT(shown, Not(HasSubstr("\xe2\x80\xae")));
  EXPECT_THAT(shown, HasSubstr("\\x1b[2J\\u{202e}!"));
}

TEST(Diagnostic, WithoutAPlaceNamesTheFileOrTheScenario) {
  EXPECT_EQ(render(Diagnostic{{source("x")}, 1, "empty", ""}), "a.yaml: error: empty\n");
  EXPECT_EQ(render(Diagnostic{{}, 1, "empty", ""}), "scenario: error: empty\n");
}

TEST(Diagnostic, AMarkBeyondTheTextIsHarmless) {
  EXPECT_THAT(render(Diagnostic{{source("a"), 9, 99}, 50, "wrong", ""}), HasSubstr("a.yaml:9:1"));
}

TEST(Diagnostics, AreSortedByFileAndPosition) {
  Diagnostics diagnostics;
  const auto file = source("a\nb\nc", Origin::kFile, "z.yaml");
  diagnostics.error(Mark{source("a", Origin::kBase, "a.yaml"), 1, 1}, "base");
  diagnostics.error(Mark{file, 2, 1}, "second");
  diagnostics.error(Mark{file, 1, 5}, "first");
  std::vector<std::string> messages;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    messages.push_back(diagnostic.message);
  }
  EXPECT_THAT(messages, ::testing::ElementsAre("first", "second", "base"));
}

TEST(Diagnostics, AreBoundedAndCounted) {
  Diagnostics diagnostics;
  for (int count = 0; count < 1000; ++count) {
    diagnostics.error(Mark{}, "wrong");
  }
  EXPECT_EQ(diagnostics.sorted().size(), Diagnostics::kKeptMax);
  EXPECT_EQ(diagnostics.count(), 1000U);
  EXPECT_THAT(render(diagnostics), HasSubstr("… and 900 more"));
}

TEST(Diagnostics, ThrowEverythingAtOnce) {
  Diagnostics diagnostics;
  EXPECT_NO_THROW(diagnostics.throw_if_any());
  diagnostics.error(Mark{}, "one");
  diagnostics.error(Mark{}, "two");
  try {
    diagnostics.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const ScenarioError& error) {
    EXPECT_EQ(error.diagnostics().size(), 2U);
    EXPECT_THAT(error.what(), ::testing::AllOf(HasSubstr("one"), HasSubstr("two")));
  }
}

TEST(EditDistance, CountsEachEditOnce) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("capacity", "capasity"), 1U);
  EXPECT_EQ(edit_distance("shard", "shrad"), 1U) << "a swap of neighbours is one edit";
  EXPECT_EQ(edit_distance("KiB", "kib"), 0U);
}

TEST(NearestName, IsTheClosestOrNone) {
  const std::vector<std::string> names = {"capacity", "ttl", "eviction"};
  EXPECT_EQ(nearest_name("capasity", names), "capacity");
  EXPECT_EQ(nearest_name("ttk", names), "ttl");
  EXPECT_EQ(nearest_name("bandwidth", names), "");
  EXPECT_EQ(nearest_name(std::string(5000, 'x'), names), "");
  EXPECT_EQ(suggestion("bandwidth", names), "one of: capacity, ttl, eviction");
}

TEST(Printable, RefusesWhatIsNoUtf8) {
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf") << "overlong";
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "surrogate";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80") << "beyond Unicode";
  EXPECT_EQ(printable("\xe4\xb8"), "\\xe4\\xb8") << "cut off";
  EXPECT_EQ(printable("é中😀"), "é中😀");
}

TEST(Printable, QuoteCutsAfterCharacters) {
  EXPECT_EQ(quote("中文字", 2), "\"中文…\"");
  EXPECT_EQ(quote("ab", 2), "\"ab\"");
}

}  // namespace
}  // namespace napkin
