#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/time.h"
#include "sim/scenario/address.h"
#include "sim/scenario/quantity.h"

namespace napkin {

/// A span of a run: from `start` (included) to `end` (not included), both since the start of the
/// run.
struct TimeWindow {
  std::optional<Time> start;  ///< none: from the start of the run, after its warm-up
  std::optional<Time> end;    ///< none: to the end of the run

  [[nodiscard]] bool is_whole() const { return !start && !end; }

  [[nodiscard]] bool operator==(const TimeWindow&) const = default;
};

/// Something that can be measured of a run, such as the error rate of an operation.
struct MeasureFunction {
  std::string name;
  QuantityKind kind = QuantityKind::kNumber;
  std::string help;
};

/// The functions that every run can answer. `p50`, `p99.9` and the like are there besides: any
/// percentile between 0 and 100, a duration.
[[nodiscard]] const std::vector<MeasureFunction>& common_measure_functions();

/// A question to a run: `p99(send_message, 20s..25s)`.
struct Measure {
  std::string function;  ///< `p99`, `error_rate`, ...
  QuantityKind kind = QuantityKind::kNumber;
  std::optional<double> quantile{};  ///< 0.99 for `p99`
  Address target;                    ///< an operation, or a part of the modelled world
  std::vector<Address> parts{};      ///< what stands in a region that is the target
  TimeWindow window;
};

/// A mistake in an expression of measures: what, what was expected, and at which byte.
struct MeasureMistake {
  std::string message;
  std::string hint;
  std::size_t position = 0;
  std::size_t length = 1;
};

/// Reads `function(target)` or `function(target, window)` at the front of a text; a window is
/// `20s..25s`, `before 20s` or `after 40s`. `position` is moved behind it.
/// Functions beyond the common ones are those in `further`. Throws MeasureMistake.
[[nodiscard]] Measure read_measure(std::string_view text,
                                   std::size_t& position,
                                   std::span<const MeasureFunction> further = {});

/// The measure as it is written.
[[nodiscard]] std::string to_text(const Measure& measure);

}  // namespace napkin
