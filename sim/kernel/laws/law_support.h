#pragma once

#include <initializer_list>  // initializer_list
#include <memory>            // make_shared
#include <string>            // string
#include <string_view>       // string_view
#include <utility>           // forward, pair

#include "sim/kernel/law_registry.h"
#include "sim/kernel/laws.h"

/// What the files of laws share: checks that name the parameter, and descriptions.
namespace napkin::laws {

/// "law: parameter is value; allowed: range", as a LawError.
[[noreturn]] void refuse(std::string_view law,
                         std::string_view parameter,
                         double value,
                         std::string_view allowed);

/// Refuses unless `good`. Write conditions so that they fail for what is not a number.
inline void require(bool good,
                    std::string_view law,
                    std::string_view parameter,
                    double value,
                    std::string_view allowed) {
  if (!good) {
    refuse(law, parameter, value, allowed);
  }
}

[[nodiscard]] bool is_finite(double value);

/// Refuses what is not a finite number.
void require_finite(std::string_view law, std::string_view parameter, double value);

/// Refuses what is not a finite number above zero.
void require_positive(std::string_view law, std::string_view parameter, double value);

/// "name {key: value, key: value}", each value with the fewest digits that identify it.
[[nodiscard]] std::string describe_law(
    std::string_view name, std::initializer_list<std::pair<std::string_view, double>> parameters);

template <typename LawType, typename... Arguments>
[[nodiscard]] Law make(Arguments&&... arguments) {
  return Law(std::make_shared<const LawType>(std::forward<Arguments>(arguments)...));
}

}  // namespace napkin::laws
