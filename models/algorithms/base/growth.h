#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace napkin::algorithms::detail {

/// Makes room for `extra` more elements, growing by a quarter instead of doubling: tables that
/// count their bytes per entry pay a few more copies for at most 25 % of slack. Amortised O(1) per
/// element.
template <class T>
void grow_by_quarter(std::vector<T>& elements, std::size_t extra = 1) {
  const std::size_t needed = elements.size() + extra;
  if (needed <= elements.capacity()) {
    return;
  }
  const std::size_t quarter = elements.size() + elements.size() / 4 + 8;
  elements.reserve(needed > quarter ? needed : quarter);
}

}  // namespace napkin::algorithms::detail
