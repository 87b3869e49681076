#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/planted.h"

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> sizes_of(std::string text) {
  return planted(check_sizes, "sim/kernel/x.cpp", std::move(text));
}

std::string repeated(int times, const std::string& text) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

TEST(SizeRules, AFileHasAtMost400Lines) {
  EXPECT_THAT(sizes_of(repeated(400, "\n")), IsEmpty());
  EXPECT_THAT(sizes_of(repeated(401, "\n")), ElementsAre("401: a file of 401 lines; at most 400"));
}

TEST(SizeRules, ALineHasAtMost100Columns) {
  EXPECT_THAT(sizes_of(std::string(100, 'x')), IsEmpty());
  EXPECT_THAT(sizes_of("\n" + std::string(101, 'x')), ElementsAre("2: wider than 100 columns"));
}

TEST(SizeRules, ColumnsAreCountedInCharacters) {
  EXPECT_THAT(sizes_of("// " + repeated(97, "\u03c1")), IsEmpty());
  EXPECT_THAT(sizes_of("// " + repeated(98, "\u03c1")), ElementsAre("1: wider than 100 columns"));
}

TEST(SizeRules, WhatCannotBeBrokenMayBeWide) {
  EXPECT_THAT(sizes_of("// https://example.org/" + std::string(100, 'x')), IsEmpty());
  EXPECT_THAT(sizes_of("#include \"sim/" + std::string(100, 'x') + "\""), IsEmpty());
}

TEST(SizeRules, AFunctionHasAtMost70Lines) {
  EXPECT_THAT(sizes_of("void f() {\n" + repeated(68, "  g();\n") + "}\n"), IsEmpty());
  EXPECT_THAT(sizes_of("\nvoid f() {\n" + repeated(69, "  g();\n") + "}\n"),
              ElementsAre("2: a function of 71 lines; at most 70"));
}

TEST(SizeRules, AClassMayBeLonger) {
  EXPECT_THAT(sizes_of("class A {\n" + repeated(100, "  void f() { g(); }\n") + "};\n"), IsEmpty());
}

}  // namespace
}  // namespace napkin::lint
