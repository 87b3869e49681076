#pragma once

#include <cstddef>           // size_t
#include <initializer_list>  // initializer_list
#include <memory>            // make_shared
#include <string>            // string
#include <string_view>       // string_view
#include <utility>           // forward, pair
#include <vector>            // vector

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

/// "name {key: [first values ...]}".
[[nodiscard]] std::string describe_list(std::string_view name,
                                        std::string_view key,
                                        const std::vector<double>& values);

/// Refuses a list of another length than `length`, an empty one, one with negative or infinite
/// entries, and one of zeros only.
void require_weights(std::string_view law, const std::vector<double>& weights, std::size_t length);

/// Refuses all but two percentiles above 0 that grow in level and value.
void require_growing(std::string_view law, Percentile low, Percentile high);

/// The two percentiles that were written, lower level first; refuses any other number of them.
[[nodiscard]] std::pair<Percentile, Percentile> two_percentiles(std::string_view law,
                                                                const LawArguments& arguments);

/// The one percentile that was written; refuses any other number of them.
[[nodiscard]] Percentile one_percentile(std::string_view law, const LawArguments& arguments);

/// "p99.9".
[[nodiscard]] std::string name_of(Percentile percentile);

// The parameters that many laws have.
inline constexpr LawParameter kMean{"mean", LawParameter::Kind::kValue, "the mean"};
inline constexpr LawParameter kCv{
    "cv", LawParameter::Kind::kShape, "coefficient of variation: standard deviation by mean"};
inline constexpr LawParameter kPercentiles{
    "p50", LawParameter::Kind::kPercentiles, "percentiles: a share p of all draws is at most this"};
inline constexpr LawParameter kWeights{
    "weights", LawParameter::Kind::kWeights, "the share of each, in any scale"};

template <typename LawType, typename... Arguments>
[[nodiscard]] Law make(Arguments&&... arguments) {
  return Law(std::make_shared<const LawType>(std::forward<Arguments>(arguments)...));
}

}  // namespace napkin::laws
