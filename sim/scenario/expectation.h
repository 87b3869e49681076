#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/scenario/diagnostic.h"
#include "sim/scenario/measure.h"
#include "sim/scenario/node.h"
#include "sim/stats/verdict.h"

namespace napkin {

enum class Comparison : std::uint8_t {
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kEqual,
  kNotEqual
};

/// What a run has to show: `p99(send_message, 20s..25s) < 2s`.
struct Expectation {
  Measure measure;
  Comparison comparison = Comparison::kLess;
  Quantity limit;    ///< of the measure's kind
  std::string text;  ///< as it was written
  Mark mark;
};

/// How exactly a measure has to be known: `p99(send_message) within 3%`.
struct PrecisionGoal {
  Measure measure;
  double relative_half_width = 0;  ///< of the confidence interval; above 0, below 1
  std::string text;
  Mark mark;
};

/// Reads one expectation from a scalar; a mistake is reported at its place within the text. The
/// unit of the limit has to fit the measure.
[[nodiscard]] std::optional<Expectation> read_expectation(
    const Node& node, Diagnostics& diagnostics, std::span<const MeasureFunction> further = {});

/// Reads the list under `expect:`; an absent node is an empty list.
[[nodiscard]] std::vector<Expectation> read_expectations(
    const Node& node, Diagnostics& diagnostics, std::span<const MeasureFunction> further = {});

/// Reads a measure alone, as claims have it: `max_throughput(threads.shard[0])`.
[[nodiscard]] std::optional<Measure> read_measure(const Node& node,
                                                  Diagnostics& diagnostics,
                                                  std::span<const MeasureFunction> further = {});

[[nodiscard]] std::optional<PrecisionGoal> read_precision_goal(
    const Node& node, Diagnostics& diagnostics, std::span<const MeasureFunction> further = {});

/// What a run says to a measure, in base units; with a confidence interval where there is one.
struct Measured {
  // NOLINTNEXTLINE(google-explicit-constructor): a number is a value without an interval.
  Measured(double measured) : value(measured) {}

  Measured(double measured, double lowest, double highest)
      : value(measured), low(lowest), high(highest) {}

  double value;
  std::optional<double> low;
  std::optional<double> high;
};

/// Nothing: the run has no samples for it.
using MeasureSource = std::function<std::optional<Measured>(const Measure&)>;

/// The verdict over an expectation, and the reason when there is none.
struct Judgement {
  Verdict verdict = Verdict::kInconclusive;
  std::optional<Measured> measured;
  std::string
      reason;  ///< "no samples", "the interval 190ms..210ms straddles the limit"; else empty
};

/// Met or missed by the measured value. Inconclusive without samples, with a value that is no
/// number, and when the interval holds values that meet the limit and values that miss it.
[[nodiscard]] Judgement judge(const Expectation& expectation, const MeasureSource& source);

/// "<", "<=", ...
[[nodiscard]] std::string_view symbol_of(Comparison comparison);

}  // namespace napkin
