#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lint/planted.h"

namespace napkin::lint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Example {
  std::string path;
  std::string include;
};

void PrintTo(const Example& example, std::ostream* out) {
  *out << example.path << " includes " << example.include;
}

std::vector<std::string> found_in(const Example& example) {
  return planted(check_includes, example.path, "\n#include " + example.include + "  // why\n");
}

class Allowed : public testing::TestWithParam<Example> {};

class Forbidden : public testing::TestWithParam<Example> {};

TEST_P(Allowed, IsNotReported) {
  EXPECT_THAT(found_in(GetParam()), IsEmpty());
}

TEST_P(Forbidden, IsReportedWithItsLine) {
  EXPECT_THAT(found_in(GetParam()), ElementsAre(testing::StartsWith("2: ")));
}

INSTANTIATE_TEST_SUITE_P(
    Directions,
    Allowed,
    testing::Values(
        Example{"sim/kernel/kernel.h", "\"sim/kernel/time.h\""},
        Example{"sim/run/run.cpp", "\"sim/scenario/node.h\""},
        Example{"sim/scenario/registry.h", "\"sim/net/endpoint.h\""},
        Example{"models/algorithms/a/b.h", "\"models/algorithms/base/time.h\""},
        Example{"models/components/cache/cache.cpp", "\"models/algorithms/cache/lru.h\""},
        Example{"models/components/cache/cache.cpp", "\"models/components/cache/cache_options.h\""},
        Example{"models/components/cache.cpp", "\"models/components/cache.h\""},
        Example{"models/systems/chat.cpp", "\"models/components/cache/cache.h\""},
        Example{"reports/summary.cpp", "\"sim/stats/run_result.h\""},
        Example{"reports/summary.cpp", "\"sim/kernel/assert.h\""},
        Example{"cli/run.cpp", "\"reports/summary.h\""},
        Example{"tests/reports/summary_test.cpp", "\"sim/kernel/time.h\""}));

INSTANTIATE_TEST_SUITE_P(
    Directions,
    Forbidden,
    testing::Values(Example{"sim/kernel/kernel.h", "\"sim/stats/counter.h\""},
                    Example{"sim/kernel/kernel.h", "\"models/algorithms/base/time.h\""},
                    Example{"sim/stats/series.h", "\"sim/run/run.h\""},
                    Example{"sim/scenario/loader.cpp", "\"sim/run/run.h\""},
                    Example{"sim/run/run.cpp", "\"models/components/cache/cache.h\""},
                    Example{"sim/run/run.cpp", "\"reports/summary.h\""},
                    Example{"models/algorithms/a/b.h", "\"sim/kernel/time.h\""},
                    Example{"models/algorithms/a/b.h", "\"models/components/cache/cache.h\""},
                    Example{"models/components/cache/cache.cpp", "\"models/systems/chat.h\""},
                    Example{"models/components/cache/cache.cpp", "\"reports/summary.h\""},
                    Example{"reports/summary.cpp", "\"sim/kernel/time.h\""},
                    Example{"reports/summary.cpp", "\"sim/stats_of_others/x.h\""},
                    Example{"reports/summary.cpp", "\"models/systems/chat.h\""},
                    Example{"sim/run/run.cpp", "\"cli/options.h\""},
                    Example{"cli/run.cpp", "\"tests/support/files.h\""},
                    Example{"sim/kernel/kernel.cpp", "\"kernel.h\""},
                    Example{"sim/kernel/kernel.cpp", "\"../stats/counter.h\""},
                    Example{"elsewhere/x.cpp", "\"sim/kernel/time.h\""}));

INSTANTIATE_TEST_SUITE_P(Packages,
                         Allowed,
                         testing::Values(Example{"sim/kernel/time.h", "<chrono>"},
                                         Example{"sim/scenario/loader.cpp", "<yaml-cpp/yaml.h>"},
                                         Example{"sim/stats/analysis.cpp", "<vector>"},
                                         Example{"sim/net/topology.cpp", "<boost/graph/graph.hpp>"},
                                         Example{"cli/main.cpp", "<CLI/CLI.hpp>"},
                                         Example{"cli/main.cpp", "<unistd.h>"},
                                         Example{"reports/json.cpp", "<nlohmann/json.hpp>"},
                                         Example{"sim/kernel/law.cpp", "<fmt/format.h>"},
                                         Example{"tests/lint/x_test.cpp", "<gtest/gtest.h>"},
                                         Example{"tests/sim/support.h", "<gtest/gtest.h>"}));

INSTANTIATE_TEST_SUITE_P(Packages,
                         Forbidden,
                         testing::Values(Example{"sim/scenario/loader.h", "<yaml-cpp/yaml.h>"},
                                         Example{"sim/run/run.cpp", "<yaml-cpp/yaml.h>"},
                                         Example{"cli/run.cpp", "<yaml-cpp/yaml.h>"},
                                         Example{"sim/kernel/math.cpp", "<Eigen/Dense>"},
                                         Example{"sim/kernel/math.cpp", "<boost/graph/graph.hpp>"},
                                         Example{"sim/run/run.cpp", "<CLI/CLI.hpp>"},
                                         Example{"cli/options.h", "<CLI/CLI.hpp>"},
                                         Example{"sim/kernel/law.h", "<fmt/format.h>"},
                                         Example{"sim/run/run.cpp", "<nlohmann/json.hpp>"},
                                         Example{"sim/run/run.cpp", "<gtest/gtest.h>"},
                                         Example{"sim/run/run.cpp", "<somebody/library.h>"},
                                         Example{"sim/run/run.cpp", "<boost/asio.hpp>"},
                                         Example{"sim/kernel/time.h", "<sys/time.h>"},
                                         Example{"models/algorithms/a/b.cpp", "<unistd.h>"}));

TEST(IncludeRules, SayWhichFoldersMayBeIncluded) {
  EXPECT_THAT(found_in({"reports/summary.cpp", "\"sim/kernel/time.h\""}),
              ElementsAre(HasSubstr("reports may include only from sim/stats, "
                                    "sim/kernel/assert.h, reports, and not sim/kernel/time.h")));
}

TEST(IncludeRules, SayToWhomAPackageBelongs) {
  EXPECT_THAT(found_in({"sim/run/run.cpp", "<yaml-cpp/yaml.h>"}),
              ElementsAre(HasSubstr("yaml-cpp/ belongs to sim/scenario only")));
}

TEST(IncludeRules, TakeACommentedIncludeForNone) {
  EXPECT_THAT(planted(check_includes, "sim/kernel/x.h", "// #include \"cli/x.h\"\n"), IsEmpty());
  EXPECT_THAT(planted(check_includes, "sim/kernel/x.h", "/*\n#include \"cli/x.h\"\n*/\n"),
              IsEmpty());
}

}  // namespace
}  // namespace napkin::lint
