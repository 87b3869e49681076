#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "reports/format_registry.h"
#include "reports/percentiles.h"

// The text that HdrHistogram's outputPercentileDistribution prints and its plotter loads, in
// milliseconds.
namespace napkin::reports {

namespace {

// Nanoseconds as milliseconds with three places, halves rounded up.
double milliseconds(std::int64_t nanoseconds) {
  const std::int64_t microseconds = nanoseconds / 1000 + (nanoseconds % 1000 >= 500 ? 1 : 0);
  return static_cast<double>(microseconds) / 1e3;
}

// Twelve places with halves rounded up, as the original does; printf would round them to even.
double twelve_places(double quantile) {
  return std::floor(quantile * 1e12 + 0.5) / 1e12;
}

// Powers of two that the buckets cover, as HdrHistogram counts them.
int bucket_count(const Histogram& histogram) {
  constexpr int kSubBucketMagnitude = 11;
  const auto width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(histogram.max())));
  return width <= kSubBucketMagnitude ? 1 : width - kSubBucketMagnitude + 1;
}

std::string line(const PercentilePoint& point) {
  const std::string begin = fmt::format("{:12.3f} {:2.12f} {:10}",
                                        milliseconds(point.value),
                                        twelve_places(point.quantile),
                                        point.count);
  return point.quantile < 1.0 ? fmt::format("{} {:14.2f}\n", begin, 1.0 / (1.0 - point.quantile))
                              : begin + "\n";
}

std::string distribution(const Histogram& histogram) {
  std::string text = fmt::format(
      "{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  for (const PercentilePoint& point : percentile_curve(histogram)) {
    text += line(point);
  }
  text += fmt::format("#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n",
                      histogram.mean() / 1e6,
                      histogram.standard_deviation() / 1e6);
  text += fmt::format("#[Max     = {:12.3f}, Total count    = {:12}]\n",
                      milliseconds(histogram.highest_equivalent(histogram.max())),
                      histogram.count());
  text +=
      fmt::format("#[Buckets = {:12}, SubBuckets     = {:12}]\n", bucket_count(histogram), 2048);
  return text;
}

std::vector<OutputFile> render(const RunResult& result) {
  std::vector<OutputFile> files;
  files.reserve(result.operations.size());
  for (const OperationResult& operation : result.operations) {
    files.push_back(
        {fmt::format("latency-{}.hgrm", slug(operation.name)), distribution(operation.latency)});
  }
  return files;
}

const FormatRegistration kRegistration(
    {"latency_hgrm",
     "latency-*.hgrm",
     "percentiles of an operation in ms, for HdrHistogram's plotter",
     render});

}  // namespace

}  // namespace napkin::reports
