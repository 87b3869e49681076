#include "sim/kernel/laws/law_support.h"

#include <algorithm>  // min
#include <limits>     // numeric_limits
#include <span>       // span

#include <fmt/format.h>

namespace napkin::laws {

void refuse(std::string_view law,
            std::string_view parameter,
            double value,
            std::string_view allowed) {
  throw LawError(std::string(parameter),
                 fmt::format("{}: {} is {}; allowed: {}", law, parameter, value, allowed));
}

bool is_finite(double value) {
  constexpr double kMax = std::numeric_limits<double>::max();
  return value >= -kMax && value <= kMax;
}

void require_finite(std::string_view law, std::string_view parameter, double value) {
  require(is_finite(value), law, parameter, value, "any finite number");
}

void require_positive(std::string_view law, std::string_view parameter, double value) {
  require(value > 0 && is_finite(value), law, parameter, value, "a finite number above 0");
}

std::string describe_law(std::string_view name,
                         std::initializer_list<std::pair<std::string_view, double>> parameters) {
  std::string text;
  for (const auto& [key, value] : parameters) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value);
  }
  return fmt::format("{} {{{}}}", name, text);
}

std::string describe_list(std::string_view name,
                          std::string_view key,
                          const std::vector<double>& values) {
  constexpr std::size_t kShown = 8;
  const std::span<const double> shown(values.data(), std::min(values.size(), kShown));
  const std::string more =
      values.size() > kShown ? fmt::format(", ... {} in all", values.size()) : "";
  return fmt::format("{} {{{}: [{}{}]}}", name, key, fmt::join(shown, ", "), more);
}

void require_weights(std::string_view law, const std::vector<double>& weights, std::size_t length) {
  require(weights.size() == length && length > 0,
          law,
          "number of weights",
          static_cast<double>(weights.size()),
          fmt::format("as many as there are things to weigh, {}, and at least 1", length));
  double total = 0;
  for (const double weight : weights) {
    require(weight >= 0 && is_finite(weight), law, "weights", weight, "finite numbers from 0");
    total += weight;
  }
  require(total > 0 && is_finite(total), law, "sum of weights", total, "a finite number above 0");
}

void require_growing(std::string_view law, Percentile low, Percentile high) {
  require(low.level > 0 && low.level < 1, law, "level", low.level, "above 0 and below 1");
  require(high.level > low.level && high.level < 1,
          law,
          "level",
          high.level,
          fmt::format("above {} and below 1", low.level));
  require_positive(law, name_of(low), low.value);
  require(high.value > low.value && is_finite(high.value),
          law,
          name_of(high),
          high.value,
          fmt::format("a finite number above {} of {}", name_of(low), low.value));
}

std::pair<Percentile, Percentile> two_percentiles(std::string_view law,
                                                  const LawArguments& arguments) {
  const auto found = arguments.percentiles();
  if (found.size() != 2) {
    throw LawError(
        "",
        fmt::format(
            "{} takes two percentiles, such as {{p50, p99}}; given: {}", law, found.size()));
  }
  return {{found[0].first, found[0].second}, {found[1].first, found[1].second}};
}

Percentile one_percentile(std::string_view law, const LawArguments& arguments) {
  const auto found = arguments.percentiles();
  if (found.size() != 1) {
    throw LawError("",
                   fmt::format("{} takes one percentile beside the mean, such as {{mean, p99}}; "
                               "given: {}",
                               law,
                               found.size()));
  }
  return {found[0].first, found[0].second};
}

std::string name_of(Percentile percentile) {
  return fmt::format("p{:.10g}", percentile.level * 100);
}

}  // namespace napkin::laws
