#pragma once

#include <cstdint>  // uint32_t
#include <vector>   // vector

#include "sim/kernel/random.h"

namespace napkin::laws {

/// Draws index i with a probability in proportion to its weight, in constant time and from one
/// number.
///
/// Source: Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE
/// Transactions on Software Engineering 17(9), 1991.
class AliasTable final {
 public:
  /// Requires: 1 to 2^32 - 1 finite weights of at least 0, not all 0.
  explicit AliasTable(const std::vector<double>& weights);

  [[nodiscard]] std::size_t sample(RandomStream& random) const;

 private:
  struct Column {
    double keep = 1;          // the probability to stay in this column
    std::uint32_t other = 0;  // where to go otherwise
  };

  std::vector<Column> columns_;
};

}  // namespace napkin::laws
