#include "tests/lint/function_finder.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// First and last line of each function.
std::vector<std::pair<std::size_t, std::size_t>> functions_of(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> extents;
  for (const FunctionExtent& function : find_functions(SourceFile("sim/kernel/x.cpp", text))) {
    extents.emplace_back(function.first_line, function.last_line);
  }
  return extents;
}

TEST(FunctionFinder, FindsAFreeFunctionFromItsFirstLineToItsLastBrace) {
  EXPECT_THAT(functions_of("int a;\n\nint f(\n    int x) {\n  if (x) {\n    g();\n  }\n}\n"),
              ElementsAre(Pair(3, 8)));
}

TEST(FunctionFinder, FindsMembersInsideClassesAndNamespaces) {
  EXPECT_THAT(functions_of("namespace a {\nclass B final : public C<int()> {\n public:\n"
                           "  int f() const { return 1; }\n  int x_ = 0;\n};\n}\n"),
              ElementsAre(Pair(3, 4)));
}

TEST(FunctionFinder, FindsTemplates) {
  EXPECT_THAT(functions_of("template <class T, class U = V<T>>\nvoid f(T x) {\n}\n"),
              ElementsAre(Pair(1, 3)));
}

TEST(FunctionFinder, TakesAConstructorWithItsInitialisers) {
  EXPECT_THAT(functions_of("A::A(int x)\n    : a_{x},\n      b_{x} {\n  f();\n}\n").back(),
              Pair(1, 5));
}

TEST(FunctionFinder, CountsLambdasToTheFunctionAroundThem) {
  EXPECT_THAT(functions_of("void f() {\n  g([&](int x) {\n    h(x);\n  });\n}\n"),
              ElementsAre(Pair(1, 5)));
}

TEST(FunctionFinder, TakesTestsForFunctions) {
  EXPECT_THAT(functions_of("TEST(A, B) {\n  EXPECT_TRUE(true);\n}\n"), ElementsAre(Pair(1, 3)));
}

TEST(FunctionFinder, TakesNoTableForAFunction) {
  EXPECT_THAT(functions_of("const std::array<int, size(3)> kTable = {\n1,\n2,\n3};\n"), IsEmpty());
  EXPECT_THAT(functions_of("INSTANTIATE(A, B, Values(Case{1,\n2}, Case{3,\n4}));\n"), IsEmpty());
}

TEST(FunctionFinder, TakesNoTypeForAFunction) {
  EXPECT_THAT(functions_of("template <auto N = f()>\nstruct A {\n  int x = f();\n};\n"), IsEmpty());
  EXPECT_THAT(functions_of("enum class E {\n  a = f(1),\n  b\n};\n"), IsEmpty());
}

TEST(FunctionFinder, LeavesMacrosAlone) {
  EXPECT_THAT(functions_of("#define F(x) \\\n  if (x) { \\\n\nint f() {\n}\n"),
              ElementsAre(Pair(4, 5)));
}

}  // namespace
}  // namespace napkin::lint
