#include "sim/scenario/measure.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/decimal.h"
#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::string_view kNameEnd = "( \t,)<>=!";
constexpr std::string_view kArgumentEnd = ",)";

void skip_spaces(std::string_view text, std::size_t& position) {
  position = std::min(text.find_first_not_of(' ', position), text.size());
}

std::string_view trimmed(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? "" : text.substr(0, last + 1);
}

std::string_view take_until(std::string_view text, std::size_t& position, std::string_view ends) {
  skip_spaces(text, position);
  const std::size_t end = std::min(text.find_first_of(ends, position), text.size());
  const std::string_view taken = text.substr(position, end - position);
  position = end;
  return trimmed(taken);
}

void expect(std::string_view text, std::size_t& position, char wanted, std::string_view hint) {
  skip_spaces(text, position);
  if (position >= text.size() || text[position] != wanted) {
    throw MeasureMistake{fmt::format("a {} is missing here", wanted), std::string(hint), position};
  }
  ++position;
}

// 0.999 for p99.9; nothing for a word that is no percentile at all.
std::optional<double> quantile_of(std::string_view name, std::size_t position) {
  const DecimalResult read = name.starts_with('p') ? read_decimal(name.substr(1)) : DecimalResult{};
  if (!read.valid || !read.rest.empty()) {
    return std::nullopt;
  }
  const QuantityResult share =
      parse_quantity(std::string(name.substr(1)) + "%", QuantityKind::kRatio);
  if (!share.quantity || share.quantity->value <= 0 || share.quantity->value >= 1) {
    throw MeasureMistake{fmt::format("{} is no percentile", name),
                         "between p0 and p100, such as p99 or p99.9",
                         position,
                         name.size()};
  }
  return share.quantity->value;
}

const MeasureFunction* find_function(std::string_view name,
                                     std::span<const MeasureFunction> further) {
  for (const std::span<const MeasureFunction> functions :
       {std::span<const MeasureFunction>(common_measure_functions()), further}) {
    const auto found = std::ranges::find(functions, name, &MeasureFunction::name);
    if (found != functions.end()) {
      return &*found;
    }
  }
  return nullptr;
}

MeasureMistake unknown_function(std::string_view name,
                                std::size_t position,
                                std::span<const MeasureFunction> further) {
  std::vector<std::string> names = {"p50", "p99"};
  for (const MeasureFunction& function : common_measure_functions()) {
    names.push_back(function.name);
  }
  for (const MeasureFunction& function : further) {
    names.push_back(function.name);
  }
  return {fmt::format("unknown measure {}", quote(name)),
          suggestion(name, names),
          position,
          std::max<std::size_t>(name.size(), 1)};
}

Measure read_function(std::string_view text,
                      std::size_t& position,
                      std::span<const MeasureFunction> further) {
  skip_spaces(text, position);
  const std::size_t start = position;
  const std::string_view name = take_until(text, position, kNameEnd);
  if (name.empty()) {
    throw MeasureMistake{"a measure is due here", "such as p99(send_message)", start};
  }
  Measure measure{.function = std::string(name), .target = {}, .window = {}};
  measure.quantile = quantile_of(name, start);
  if (measure.quantile) {
    measure.kind = QuantityKind::kDuration;
    return measure;
  }
  const MeasureFunction* function = find_function(name, further);
  if (function == nullptr) {
    throw unknown_function(name, start, further);
  }
  measure.kind = function->kind;
  return measure;
}

Address read_target(std::string_view text, std::size_t& position) {
  skip_spaces(text, position);
  const std::size_t start = position;
  const std::string_view word = take_until(text, position, kArgumentEnd);
  AddressResult read = parse_address(word);
  if (!read.address) {
    throw MeasureMistake{word.empty() ? "nothing says what to measure" : read.message,
                         "an operation or a component, such as p99(send_message)",
                         start + read.position,
                         1};
  }
  return std::move(*read.address);
}

Time read_time(std::string_view word, std::size_t position) {
  const QuantityResult read = parse_quantity(word, QuantityKind::kDuration);
  if (!read.quantity || read.quantity->whole < 0) {
    throw MeasureMistake{read.quantity ? "a time before the start of the run" : read.message,
                         read.hint,
                         position,
                         std::max<std::size_t>(word.size(), 1)};
  }
  return Time(read.quantity->whole);
}

TimeWindow read_window(std::string_view text, std::size_t& position) {
  skip_spaces(text, position);
  const std::size_t start = position;
  const std::string_view word = take_until(text, position, kArgumentEnd);
  for (const std::string_view before : {"before ", "after "}) {
    if (word.starts_with(before)) {
      const Time time = read_time(word.substr(before.size()), start + before.size());
      return before == "before " ? TimeWindow{std::nullopt, time} : TimeWindow{time, std::nullopt};
    }
  }
  const std::size_t dots = word.find("..");
  if (dots == std::string_view::npos) {
    throw MeasureMistake{fmt::format("{} is no span of time", quote(word)),
                         "write 20s..25s, before 20s or after 40s",
                         start,
                         std::max<std::size_t>(word.size(), 1)};
  }
  const TimeWindow window{read_time(word.substr(0, dots), start),
                          read_time(word.substr(dots + 2), start + dots + 2)};
  if (*window.start >= *window.end) {
    throw MeasureMistake{
        fmt::format("the span {} ends before it starts", word), "", start, word.size()};
  }
  return window;
}

std::string time_text(Time time) {
  return format_quantity(
      {QuantityKind::kDuration, static_cast<double>(time.count()), time.count()});
}

}  // namespace

const std::vector<MeasureFunction>& common_measure_functions() {
  static const std::vector<MeasureFunction> kFunctions = {
      {"mean", QuantityKind::kDuration, "mean latency of an operation"},
      {"max", QuantityKind::kDuration, "longest latency of an operation"},
      {"min", QuantityKind::kDuration, "shortest latency of an operation"},
      {"rate", QuantityKind::kRate, "completed requests per second"},
      {"throughput", QuantityKind::kRate, "completed requests per second"},
      {"max_throughput",
       QuantityKind::kRate,
       "the most completed requests per second in any one second"},
      {"arrival_rate", QuantityKind::kRate, "requests that arrived, per second"},
      {"error_rate", QuantityKind::kRatio, "failed requests, as a share of those that ended"},
      {"availability", QuantityKind::kRatio, "successful requests, as a share of those that ended"},
      {"hit_ratio", QuantityKind::kRatio, "share of look-ups that a cache answered"},
      {"utilisation", QuantityKind::kRatio, "busy share of a component's capacity"},
      {"completed", QuantityKind::kCount, "requests that ended well"},
      {"failed", QuantityKind::kCount, "requests that failed"},
      {"lost", QuantityKind::kCount, "things that were accepted and are gone"},
      {"duplicated", QuantityKind::kCount, "things that happened more than once"},
      {"queue_mean", QuantityKind::kNumber, "mean number of waiting requests"},
      {"queue_max", QuantityKind::kCount, "largest number of waiting requests"},
      {"lag", QuantityKind::kDuration, "how far a replica or consumer is behind"},
      {"bandwidth", QuantityKind::kBandwidth, "traffic through a component or link"},
      {"stored", QuantityKind::kBytes, "what a store holds"},
      {"cost", QuantityKind::kMoney, "what a component costs in a month"},
      {"value",
       QuantityKind::kNumber,
       "a number that a component reports, or its instances do: value(push.connections)"},
  };
  return kFunctions;
}

Measure read_measure(std::string_view text,
                     std::size_t& position,
                     std::span<const MeasureFunction> further) {
  Measure measure = read_function(text, position, further);
  const std::string hint = fmt::format("write {}(send_message)", measure.function);
  expect(text, position, '(', hint);
  measure.target = read_target(text, position);
  if (position < text.size() && text[position] == ',') {
    ++position;
    measure.window = read_window(text, position);
  }
  expect(text, position, ')', "close it with )");
  return measure;
}

std::string to_text(const Measure& measure) {
  const TimeWindow& window = measure.window;
  std::string span;
  if (window.start && window.end) {
    span = fmt::format(", {}..{}", time_text(*window.start), time_text(*window.end));
  } else if (window.start) {
    span = ", after " + time_text(*window.start);
  } else if (window.end) {
    span = ", before " + time_text(*window.end);
  }
  return fmt::format("{}({}{})", measure.function, measure.target.text(), span);
}

}  // namespace napkin
