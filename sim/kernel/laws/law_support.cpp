#include "sim/kernel/laws/law_support.h"

#include <limits>  // numeric_limits

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

}  // namespace napkin::laws
