#pragma once

#include <optional>
#include <string>

namespace napkin {

/// A value that was measured, and how exactly it is known.
struct Estimate {
  std::optional<double> value{};   // none: no samples
  std::optional<double> lowest{};  // both ends of the confidence interval, or neither
  std::optional<double> highest{};
  std::string withheld{};   // why there is no interval; empty when there is one
  double times_longer = 0;  // how many times as long a run would have one, about; 0: not a matter
                            // of length

  [[nodiscard]] bool has_interval() const { return lowest.has_value() && highest.has_value(); }

  friend bool operator==(const Estimate&, const Estimate&) = default;
};

}  // namespace napkin
