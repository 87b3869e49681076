#include "sim/stats/operation_windows.h"

#include <chrono>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace napkin {
namespace {

using namespace std::chrono_literals;

constexpr Windows::Options kFourSeconds{.start = 0s, .width = 1s, .limit = 4};

OperationResult operation_in_four_windows() {
  OperationResult operation;
  operation.arrivals = CounterSeries(kFourSeconds);
  operation.completions = CounterSeries(kFourSeconds);
  operation.failures = CounterSeries(kFourSeconds);
  operation.latencies = HistogramSeries(kFourSeconds);
  return operation;
}

TEST(OperationWindows, StandSideBySide) {
  OperationResult operation = operation_in_four_windows();
  operation.arrivals.add(0s, 10);
  operation.completions.add(1s, 6);
  operation.failures.add(1s, 2);
  operation.latencies.record(1s, 40);
  const std::vector<OperationWindow> windows = operation_windows(operation, 10s);
  ASSERT_EQ(windows.size(), 2u);
  EXPECT_EQ(windows[0].arrived, 10);
  EXPECT_EQ(windows[0].p50_ns, std::nullopt);
  EXPECT_EQ(windows[1].since, 1s);
  EXPECT_EQ(windows[1].until, 2s);
  EXPECT_EQ(windows[1].p99_ns, 40);
  EXPECT_EQ(windows[1].error_ratio(), 0.25);
  EXPECT_EQ(windows[1].rate(), 6.0);
}

// Only what kept coming has widened its windows.
TEST(OperationWindows, HaveTheWidthOfTheWidestSeries) {
  OperationResult operation = operation_in_four_windows();
  for (int second = 0; second < 8; ++second) {
    operation.arrivals.add(std::chrono::seconds(second));
  }
  operation.failures.add(0s);
  operation.failures.add(1s);
  const std::vector<OperationWindow> windows = operation_windows(operation, 8s);
  ASSERT_EQ(windows.size(), 4u);
  EXPECT_EQ(windows[0].arrived, 2);
  EXPECT_EQ(windows[0].failed, 2);
  EXPECT_EQ(windows[3].until, 8s);
}

TEST(OperationWindows, EndWithTheRun) {
  OperationResult operation = operation_in_four_windows();
  operation.completions.add(2s, 3);
  const std::vector<OperationWindow> windows = operation_windows(operation, 2500ms);
  EXPECT_EQ(windows.back().until, 2500ms);
  EXPECT_EQ(windows.back().rate(), 6.0);
}

TEST(OperationWindows, AreNoneWithoutRequests) {
  EXPECT_TRUE(operation_windows(OperationResult(), 10s).empty());
}

}  // namespace
}  // namespace napkin
