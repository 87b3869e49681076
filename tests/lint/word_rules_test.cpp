#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/planted.h"

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

struct Example {
  std::string path;
  std::string code;
};

void PrintTo(const Example& example, std::ostream* out) {
  *out << example.path << ": " << example.code;
}

std::vector<std::string> found_in(const Example& example) {
  return planted(check_words, example.path, "\n" + example.code + "\n");
}

class AllowedWord : public testing::TestWithParam<Example> {};

class BannedWord : public testing::TestWithParam<Example> {};

TEST_P(AllowedWord, IsNotReported) {
  EXPECT_THAT(found_in(GetParam()), IsEmpty());
}

TEST_P(BannedWord, IsReportedWithItsLine) {
  EXPECT_THAT(found_in(GetParam()), ElementsAre(StartsWith("2: ")));
}

INSTANTIATE_TEST_SUITE_P(
    InCode,
    AllowedWord,
    testing::Values(Example{"sim/kernel/x.cpp", "auto x = operand(1);"},
                    Example{"sim/kernel/x.cpp", "static_assert(true);"},
                    Example{"sim/kernel/x.cpp", "NAPKIN_ASSERT(true);"},
                    Example{"sim/kernel/x.cpp", "auto x = napkin::log(2.0);"},
                    Example{"sim/kernel/x.cpp", "auto x = std::sqrt(2.0);"},
                    Example{"sim/kernel/x.cpp", "using P = std::logic_error;"},
                    Example{"sim/kernel/x.cpp", "std::fprintf(stderr, \"x\");"},
                    Example{"sim/kernel/x.cpp", "std::snprintf(buffer, 4, \"x\");"},
                    Example{"sim/kernel/x.cpp", "f(\"rand() and system_clock\");"},
                    Example{"sim/kernel/x.cpp", "// rand() differs between libraries"},
                    Example{"models/algorithms/x.cpp", "std::unordered_map<int, int> x;"},
                    Example{"cli/x.cpp", "std::cout << std::chrono::steady_clock::now();"},
                    Example{"tests/bench/x_bench.cpp", "std::chrono::steady_clock::now();"},
                    Example{"tests/sim/x_test.cpp", "auto x = std::log(2.0);"}));

INSTANTIATE_TEST_SUITE_P(
    InCode,
    BannedWord,
    testing::Values(Example{"sim/kernel/x.cpp", "auto x = rand();"},
                    Example{"sim/kernel/x.cpp", "auto x = std::rand();"},
                    Example{"sim/kernel/x.cpp", "std::random_device device;"},
                    Example{"tests/sim/x_test.cpp", "std::random_device device;"},
                    Example{"sim/kernel/x.cpp", "std::normal_distribution<double> law;"},
                    Example{"models/algorithms/x.cpp", "std::uniform_int_distribution law(1, 2);"},
                    Example{"models/algorithms/x.cpp", "std::shuffle(a, b, c);"},
                    Example{"sim/run/x.cpp", "std::chrono::system_clock::now();"},
                    Example{"reports/x.cpp", "std::chrono::steady_clock::now();"},
                    Example{"sim/kernel/x.cpp", "auto x = std::log(2.0);"},
                    Example{"models/components/x.cpp", "auto x = std::exp(2.0);"},
                    Example{"models/algorithms/x.cpp", "auto x = std::pow(2.0, 3.0);"},
                    Example{"sim/kernel/x.cpp", "std::unordered_map<int, int> x;"},
                    Example{"sim/kernel/x.cpp", "assert(true);"},
                    Example{"reports/x.cpp", "std::cout << 1;"},
                    Example{"sim/run/x.cpp", "std::printf(\"x\");"},
                    Example{"cli/x.cpp", std::string("// FIX") + "ME: finish"}));

TEST(WordRules, SayWhatToWriteInstead) {
  EXPECT_THAT(found_in({"sim/kernel/x.cpp", "assert(true);"}),
              ElementsAre("2: assert(: assert is off in release; use NAPKIN_ASSERT or "
                          "NAPKIN_CONTRACT"));
}

TEST(WordRules, AHeaderIsGuarded) {
  EXPECT_THAT(planted(check_words, "sim/kernel/x.h", "#pragma once\n"), IsEmpty());
  EXPECT_THAT(planted(check_words, "sim/kernel/x.h", "// #pragma once\n"),
              ElementsAre("1: a header without #pragma once"));
}

TEST(WordRules, AFileIsNamedInSnakeCase) {
  EXPECT_THAT(planted(check_words, "sim/kernel/two_words.cpp", ""), IsEmpty());
  for (const char* path : {"sim/kernel/TwoWords.cpp", "sim/kernel/two-words.cpp", "sim/x.cc"}) {
    EXPECT_THAT(planted(check_words, path, ""), ElementsAre(StartsWith("1: files are named")))
        << path;
  }
}

}  // namespace
}  // namespace napkin::lint
