#include "sim/kernel/distribution.h"

#include <bit>      // bit_cast
#include <cstdint>  // int64_t
#include <limits>   // numeric_limits

#include "sim/kernel/assert.h"

namespace napkin {

namespace {

/// Doubles in order as integers in order: neighbours differ by one. Its own inverse on the bits.
std::int64_t flip_if_negative(std::int64_t bits) {
  return bits < 0 ? bits ^ std::numeric_limits<std::int64_t>::max() : bits;
}

std::int64_t rank_of(double x) {
  return flip_if_negative(std::bit_cast<std::int64_t>(x));
}

double with_rank(std::int64_t rank) {
  return std::bit_cast<double>(flip_if_negative(rank));
}

/// The middle, rounded down, of two ranks of any sign.
std::int64_t middle(std::int64_t low, std::int64_t high) {
  return (low >> 1U) + (high >> 1U) + (low & high & 1);
}

}  // namespace

// Halves the row of all doubles, so 64 steps find the answer to the last bit on any scale.
double Distribution::quantile(double p) const {
  NAPKIN_ASSERT(p > 0 && p < 1);
  std::int64_t below = rank_of(-std::numeric_limits<double>::max());
  std::int64_t reached = rank_of(std::numeric_limits<double>::max());
  while (reached - 1 > below) {
    const std::int64_t between = middle(below, reached);
    (cdf(with_rank(between)) >= p ? reached : below) = between;
  }
  return with_rank(reached);
}

}  // namespace napkin
