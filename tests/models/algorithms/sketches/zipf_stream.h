#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace napkin::algorithms {

/// `length` keys of 0..keys-1, key k with a probability in proportion to (k + 1)^-exponent.
inline std::vector<std::uint64_t> zipf_stream(std::size_t length,
                                              std::size_t keys,
                                              double exponent,
                                              std::uint64_t seed) {
  std::vector<double> cumulative;
  double sum = 0;
  for (std::size_t key = 0; key < keys; ++key) {
    sum += std::pow(static_cast<double>(key + 1), -exponent);
    cumulative.push_back(sum);
  }
  std::mt19937_64 random(seed);
  std::vector<std::uint64_t> stream;
  for (std::size_t i = 0; i < length; ++i) {
    const double point = static_cast<double>(random() >> 11) * 0x1p-53 * sum;
    const auto place = std::ranges::upper_bound(cumulative, point) - cumulative.begin();
    stream.push_back(static_cast<std::uint64_t>(place));
  }
  return stream;
}

}  // namespace napkin::algorithms
