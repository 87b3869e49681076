#include "tests/lint/source_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::lint {
namespace {

using testing::ElementsAre;

std::vector<std::string> code_of(const std::string& text) {
  return SourceFile("sim/kernel/x.cpp", text).code();
}

TEST(SourceFile, BlanksCommentsAndKeepsThePositionsOfTheRest) {
  EXPECT_THAT(code_of("a; // b\n/* c\nd */ e;\n"), ElementsAre("a;     ", "    ", "     e;"));
}

TEST(SourceFile, BlanksWhatStringsHold) {
  EXPECT_THAT(code_of("f(\"a\\\"b\", 'c', '\\'');"), ElementsAre("f(\"    \", ' ', '  ');"));
}

TEST(SourceFile, TakesNoCommentFromInsideAString) {
  EXPECT_THAT(code_of("f(\"//\"); g();"), ElementsAre("f(\"  \"); g();"));
}

TEST(SourceFile, BlanksRawStringsOverSeveralLines) {
  EXPECT_THAT(code_of("f(R\"x({\n)\" })x\"); g();"), ElementsAre("f(R\"   ", "       ); g();"));
}

TEST(SourceFile, TakesAnApostropheInANumberForNoQuote) {
  EXPECT_THAT(code_of("f(1'000, 2'000); // a"), ElementsAre("f(1'000, 2'000);     "));
}

TEST(SourceFile, EndsAnOpenStringWithItsLine) {
  EXPECT_THAT(code_of("#error isn't\"\nf();"), ElementsAre("#error isn't\"", "f();"));
}

TEST(SourceFile, KnowsTheFoldersItIsIn) {
  const SourceFile file("sim/kernel/time.h", "");
  EXPECT_TRUE(file.is_header());
  EXPECT_TRUE(file.below("sim"));
  EXPECT_TRUE(file.below("sim/kernel"));
  EXPECT_FALSE(file.below("sim/ker"));
}

}  // namespace
}  // namespace napkin::lint
