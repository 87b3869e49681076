#include "cli/trust/row_text.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace napkin::cli {

namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

/// "(1)", " 2" or "-4": the first number of a text, whatever stands before it.
std::optional<double> first_number(std::string_view text) {
  const std::size_t start = text.find_first_of("0123456789");
  if (start == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(start);
  return take_number(rest);
}

}  // namespace

RowText::RowText(std::string_view parameters) {
  for (const std::string_view part : split(parameters, ';')) {
    const std::size_t sign = part.find('=');
    if (sign == std::string_view::npos) {
      rest_.emplace_back(part);
    } else {
      entries_.emplace_back(trim(part.substr(0, sign)), trim(part.substr(sign + 1)));
    }
  }
}

/// By the whole name, or its last word: "Zipf alpha" is found as alpha.
const std::string* RowText::find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    const std::size_t space = key.rfind(' ');
    const std::string_view last = space == std::string::npos
                                      ? std::string_view(key)
                                      : std::string_view(key).substr(space + 1);
    if (key == name || last == name) {
      return &value;
    }
  }
  return nullptr;
}

std::string RowText::text(std::string_view name) const {
  const std::string* const value = find(name);
  return value == nullptr ? std::string() : *value;
}

std::optional<double> RowText::number(std::string_view name) const {
  const std::string* const value = find(name);
  if (value == nullptr) {
    return std::nullopt;
  }
  std::string_view rest = *value;
  return take_number(rest);
}

double RowText::number_or(std::string_view name, double otherwise) const {
  return number(name).value_or(otherwise);
}

std::vector<double> RowText::numbers(std::string_view name) const {
  std::vector<double> numbers;
  const std::string value = text(name);  // the parts are views into it
  for (std::string_view part : split(value, '/')) {
    if (const std::optional<double> number = take_number(part)) {
      numbers.push_back(*number);
    }
  }
  return numbers;
}

std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  if (!text.starts_with('^')) {
    return number;
  }
  text.remove_prefix(1);
  const std::optional<double> exponent = take_number(text);
  double power = 1;
  for (int count = 0; count < exponent.value_or(0); ++count) {
    power *= number;
  }
  return power;
}

std::optional<double> number_after(std::string_view text, std::string_view word) {
  const std::size_t place = text.find(word);
  return place == std::string_view::npos ? std::nullopt
                                         : first_number(text.substr(place + word.size()));
}

std::string span_text(double units) {
  return fmt::format("{:.6f}ms", units);  // to the nanosecond
}

std::string rate_text(double per_unit) {
  return fmt::format("{:.12g}/s", per_unit * 1000);
}

std::string number_text(double number) {
  return fmt::format("{:.12g}", number);
}

std::string exponential_text(double mean_units) {
  return "{exponential: " + span_text(mean_units) + "}";
}

std::string poisson_text(double per_unit) {
  return "{poisson: " + rate_text(per_unit) + "}";
}

std::string law_with(double mean, double squared_variation) {
  if (squared_variation == 0) {
    return span_text(mean);
  }
  if (squared_variation == 1) {
    return exponential_text(mean);
  }
  return fmt::format("{{{}: {{mean: {}, cv: {:.12g}}}}}",
                     squared_variation < 1 ? "gamma" : "hyperexponential",
                     span_text(mean),
                     std::sqrt(squared_variation));
}

std::optional<std::string> law_text(std::string_view words) {
  const double mean = number_after(words, "mean ").value_or(1);
  const std::optional<double> variation = number_after(words, "SCV");
  if (words.starts_with("deterministic")) {
    return span_text(first_number(words).value_or(1));
  }
  if (words.starts_with("exponential")) {
    return exponential_text(first_number(words).value_or(1));
  }
  if (words.starts_with("Erlang")) {
    const double stages = first_number(words).value_or(1);
    return fmt::format("{{erlang: {{stages: {:.0f}, mean: {}}}}}", stages, span_text(mean));
  }
  if (words.starts_with("lognormal") && variation) {
    return fmt::format(
        "{{lognormal: {{mean: {}, cv: {:.12g}}}}}", span_text(mean), std::sqrt(*variation));
  }
  const std::optional<double> often = number_after(words, "p1=");
  const std::optional<double> fast = number_after(words, "mu1=");
  const std::optional<double> slow = number_after(words, "mu2=");
  if (often && fast && slow) {
    return fmt::format("{{hyperexponential: {{weights: [{:.12g}, {:.12g}], means: [{}, {}]}}}}",
                       *often,
                       1 - *often,
                       span_text(1 / *fast),
                       span_text(1 / *slow));
  }
  if ((words.starts_with("H2") || words.starts_with("hyperexp")) && variation) {
    return law_with(mean, *variation);
  }
  const std::optional<double> shape = number_after(words, "alpha=");
  const std::optional<double> low = number_after(words, " k=");
  const std::optional<double> high = number_after(words, " p=");
  if (words.starts_with("bounded Pareto") && shape && low && high) {
    return fmt::format("{{bounded_pareto: {{low: {}, high: {}, shape: {:.12g}}}}}",
                       span_text(*low),
                       span_text(*high),
                       *shape);
  }
  return std::nullopt;
}

}  // namespace napkin::cli
