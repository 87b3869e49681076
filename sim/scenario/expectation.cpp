#include "sim/scenario/expectation.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario/printable.h"
#include "sim/scenario/value_reader.h"

namespace napkin {
namespace {

struct Symbol {
  std::string_view text;
  Comparison comparison;
};

// The longer symbol first: "<=" also starts with "<".
constexpr std::array kSymbols = {
    Symbol{"<=", Comparison::kLessOrEqual},
    Symbol{">=", Comparison::kGreaterOrEqual},
    Symbol{"==", Comparison::kEqual},
    Symbol{"!=", Comparison::kNotEqual},
    Symbol{"<", Comparison::kLess},
    Symbol{">", Comparison::kGreater},
};

void skip_spaces(std::string_view text, std::size_t& position) {
  position = std::min(text.find_first_not_of(' ', position), text.size());
}

Comparison read_comparison(std::string_view text, std::size_t& position) {
  skip_spaces(text, position);
  for (const Symbol& symbol : kSymbols) {
    if (text.substr(position).starts_with(symbol.text)) {
      position += symbol.text.size();
      return symbol.comparison;
    }
  }
  const bool assigned = text.substr(position).starts_with('=');
  throw MeasureMistake{
      "a comparison is due here", assigned ? "write ==" : "one of < <= > >= == !=", position};
}

// All that is left of the text.
Quantity read_limit(std::string_view text, std::size_t& position, QuantityKind kind) {
  skip_spaces(text, position);
  const std::size_t start = position;
  const std::size_t end = text.find_last_not_of(' ') + 1;
  const std::string_view word = text.substr(start, end - std::min(start, end));
  position = text.size();
  if (word.empty()) {
    throw MeasureMistake{
        "the limit is missing", fmt::format("expected {}", description_of(kind)), start};
  }
  const QuantityResult read = parse_quantity(word, kind);
  if (!read.quantity) {
    throw MeasureMistake{read.message, read.hint, start, word.size()};
  }
  return *read.quantity;
}

void expect_end(std::string_view text, std::size_t position) {
  skip_spaces(text, position);
  if (position < text.size()) {
    throw MeasureMistake{fmt::format("{} is out of place", quote(text.substr(position), 30)),
                         "",
                         position,
                         text.size() - position};
  }
}

// Runs a reader over the text of a scalar, and tells its mistake at the right place in the file.
template <class T, class Read>
std::optional<T> read_scalar(const Node& node, Diagnostics& diagnostics, Read read) {
  const std::optional<std::string> text = read_text(node, diagnostics);
  if (!text) {
    return std::nullopt;
  }
  try {
    std::size_t position = 0;
    return read(*text, position);
  } catch (const MeasureMistake& mistake) {
    Mark mark = node.mark();
    // A value put together from parameters does not stand in the file as it was read.
    const bool verbatim = node.length() == text->size() + (node.quoted() ? 2U : 0U);
    mark.column +=
        verbatim ? static_cast<std::uint32_t>(mistake.position + (node.quoted() ? 1 : 0)) : 0;
    diagnostics.add(
        {mark, verbatim ? mistake.length : node.length(), mistake.message, mistake.hint});
    return std::nullopt;
  }
}

bool holds(double value, Comparison comparison, double limit) {
  switch (comparison) {
    case Comparison::kLess:
      return value < limit;
    case Comparison::kLessOrEqual:
      return value <= limit;
    case Comparison::kGreater:
      return value > limit;
    case Comparison::kGreaterOrEqual:
      return value >= limit;
    case Comparison::kEqual:
      return value == limit;
    case Comparison::kNotEqual:
      return value != limit;
  }
  return false;
}

// An order is decided by the ends of the interval; equality by any value between them.
bool straddles(const Measured& measured, Comparison comparison, double limit) {
  if (!measured.low || !measured.high || *measured.low == *measured.high) {
    return false;
  }
  const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  return equality
             ? *measured.low <= limit && limit <= *measured.high
             : holds(*measured.low, comparison, limit) != holds(*measured.high, comparison, limit);
}

std::string in_unit(QuantityKind kind, double value) {
  constexpr double kWholeMax = 9.2e18;
  const bool fits = value > -kWholeMax && value < kWholeMax;
  return fits ? format_quantity(make_quantity(kind, value)) : fmt::format("{}", value);
}

}  // namespace

std::optional<Expectation> read_expectation(const Node& node,
                                            Diagnostics& diagnostics,
                                            std::span<const MeasureFunction> further) {
  return read_scalar<Expectation>(
      node, diagnostics, [&](std::string_view text, std::size_t& position) {
        Expectation result{.measure = read_measure(text, position, further),
                           .limit = {},
                           .text = std::string(text),
                           .mark = node.mark()};
        result.comparison = read_comparison(text, position);
        result.limit = read_limit(text, position, result.measure.kind);
        return result;
      });
}

std::vector<Expectation> read_expectations(const Node& node,
                                           Diagnostics& diagnostics,
                                           std::span<const MeasureFunction> further) {
  std::vector<Expectation> result;
  if (!node || node.is_null() || !check_list(node, {.type = ValueType::kList}, diagnostics)) {
    return result;
  }
  for (const Node& item : node.items()) {
    if (std::optional<Expectation> expectation = read_expectation(item, diagnostics, further)) {
      result.push_back(std::move(*expectation));
    }
  }
  return result;
}

std::optional<Measure> read_measure(const Node& node,
                                    Diagnostics& diagnostics,
                                    std::span<const MeasureFunction> further) {
  return read_scalar<Measure>(node, diagnostics, [&](std::string_view text, std::size_t& position) {
    Measure measure = read_measure(text, position, further);
    expect_end(text, position);
    return measure;
  });
}

std::optional<PrecisionGoal> read_precision_goal(const Node& node,
                                                 Diagnostics& diagnostics,
                                                 std::span<const MeasureFunction> further) {
  constexpr std::string_view kWithin = "within ";
  return read_scalar<PrecisionGoal>(
      node, diagnostics, [&](std::string_view text, std::size_t& position) {
        PrecisionGoal goal{.measure = read_measure(text, position, further),
                           .text = std::string(text),
                           .mark = node.mark()};
        skip_spaces(text, position);
        if (!text.substr(position).starts_with(kWithin)) {
          throw MeasureMistake{
              "the precision is missing", "write p99(send_message) within 3%", position};
        }
        position += kWithin.size();
        const std::size_t start = position;
        goal.relative_half_width = read_limit(text, position, QuantityKind::kRatio).value;
        if (goal.relative_half_width <= 0 || goal.relative_half_width >= 1) {
          throw MeasureMistake{
              "a precision lies between 0% and 100%", "", start, text.size() - start};
        }
        return goal;
      });
}

Judgement judge(const Expectation& expectation, const MeasureSource& source) {
  const std::optional<Measured> measured = source(expectation.measure);
  if (!measured || measured->value != measured->value) {
    return {Verdict::kInconclusive, std::nullopt, "no samples"};
  }
  const double limit = expectation.limit.value;
  if (straddles(*measured, expectation.comparison, limit)) {
    const QuantityKind kind = expectation.measure.kind;
    return {Verdict::kInconclusive,
            measured,
            fmt::format("the interval {}..{} straddles the limit",
                        in_unit(kind, *measured->low),
                        in_unit(kind, *measured->high))};
  }
  const bool met = holds(measured->value, expectation.comparison, limit);
  return {met ? Verdict::kMet : Verdict::kMissed, measured, ""};
}

std::string_view symbol_of(Comparison comparison) {
  return std::ranges::find(kSymbols, comparison, &Symbol::comparison)->text;
}

}  // namespace napkin
