#pragma once

#include <cstddef>   // size_t
#include <optional>  // optional
#include <vector>    // vector

namespace napkin::cli {

/// What independent replications said to one question.
class Sample {
 public:
  void add(double value) { values_.push_back(value); }

  [[nodiscard]] std::size_t size() const { return values_.size(); }

  [[nodiscard]] double mean() const;

  /// Of Student's interval for the mean; nothing from fewer than two values.
  [[nodiscard]] std::optional<double> half_width(double confidence) const;

 private:
  std::vector<double> values_;
};

}  // namespace napkin::cli
